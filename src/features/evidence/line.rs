//! What is shown of one file: a small picture, its size, and where it is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::evidence::{FileDigest, FileKind};
use thidua_domain::record::PartitionId;

use super::words;
use crate::book::{Book, Moving, Trouble};
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::components::live::live;
use crate::locale::Words;
use crate::web::photo::Shown;

/// Where a file is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Whereabouts {
    /// On its way.
    Moving(Moving),
    /// Here, and at the endpoint.
    Sent,
    /// Here alone.
    Waiting,
    /// Here alone, because it was not taken.
    Troubled(Trouble),
    /// Not here.
    Absent,
}

/// Where a file is, for a unit. Tracks.
pub(super) fn whereabouts(book: Book, digest: FileDigest, unit: Option<PartitionId>) -> Whereabouts {
    let files = book.files();
    let moving = files.moving.with(|moving| moving.iter().find(|file| file.digest == digest).copied());
    if let Some(moving) = moving {
        return Whereabouts::Moving(moving);
    }
    let sent = files.here.with(|here| {
        let file = here.iter().find(|file| file.digest == digest)?;
        Some(unit.is_some_and(|unit| file.sent.contains(&unit)))
    });
    match sent {
        None => Whereabouts::Absent,
        Some(true) => Whereabouts::Sent,
        Some(false) => files.troubles.with(|troubles| {
            let own = troubles.iter().find(|(other, _)| *other == digest);
            own.map_or(Whereabouts::Waiting, |(_, trouble)| Whereabouts::Troubled(*trouble))
        }),
    }
}

/// Where a file is, in words.
pub(super) fn state(
    app: &'static Words,
    book: Book,
    digest: FileDigest,
    unit: Signal<Option<PartitionId>>,
) -> AnyView {
    let locale = app.locale;
    let now = Memo::new(move |_| whereabouts(book, digest, unit.get()));
    let shown = live(move || {
        let chip = |tone, icon, word| view! { <Chip tone=tone icon=icon word=word/> }.into_any();
        match now.get() {
            Whereabouts::Moving(moving) => view! {
                <progress max=moving.size.to_string() value=moving.done.to_string() aria-hidden="true"></progress>
                <span class="number">{words::progress(app, moving)}</span>
            }
            .into_any(),
            Whereabouts::Sent => chip(Tone::Done, Icon::Safe, locale.of(words::ON_ENDPOINT)),
            Whereabouts::Waiting => chip(Tone::Wait, Icon::Device, locale.of(words::WAITING)),
            Whereabouts::Troubled(trouble) => view! {
                <Chip tone=Tone::Grave icon=Icon::Alert word=locale.of(words::IN_TROUBLE)/>
                <span class="small">{words::trouble(locale, trouble)}</span>
            }
            .into_any(),
            Whereabouts::Absent => chip(Tone::Plain, Icon::Fetch, locale.of(words::ABSENT)),
        }
    });
    view! { <span class="foot" role="status">{shown}</span> }.into_any()
}

/// Whether the file is on this device. Tracks.
pub(crate) fn is_here(book: Book, digest: FileDigest) -> bool {
    book.files().here.with(|here| here.iter().any(|file| file.digest == digest))
}

/// A small picture of the file, where it is here and is one.
pub(super) fn thumbnail(book: Book, digest: FileDigest, kind: FileKind) -> AnyView {
    if kind == FileKind::Pdf {
        return view! { <span class="thumbnail">{Icon::Sheet.draw()}<span aria-hidden="true">"PDF"</span></span> }
            .into_any();
    }
    view! { <span class="thumbnail">{picture(book, digest)}</span> }.into_any()
}

/// A picture, where it is on this device; otherwise the sign of one. What it shows is said beside it.
pub(crate) fn picture(book: Book, digest: FileDigest) -> AnyView {
    let here = Memo::new(move |_| is_here(book, digest));
    let shown = RwSignal::new(None::<std::sync::Arc<Shown>>);
    Effect::new(move || {
        if !here.get() {
            return;
        }
        spawn_local(async move {
            let bytes = book.file_bytes(digest).await.ok().flatten();
            let picture = bytes.and_then(|bytes| Shown::of(&bytes, FileKind::Photograph.media_type()));
            let _gone = shown.try_set(picture.map(std::sync::Arc::new));
        });
    });
    live(move || match shown.get() {
        Some(picture) => view! { <img src=picture.address().to_owned() alt=""/> }.into_any(),
        None => Icon::Picture.draw(),
    })
}
