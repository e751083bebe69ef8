//! The files of one record: the evidence of a nomination or of a pledge's results, the pictures of a model; seen, fetched where they are not here, and opened.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::evidence::{self, Evidence, FileDigest, FileKind};
use thidua_domain::nomination::{EVIDENCE_DIGEST, EVIDENCE_NOTE};
use thidua_domain::record::{Field, PartitionId, RecordId, RecordKind};

use super::{line, words};
use crate::book::{Book, FetchError, RecordView, use_book};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::fields;
use crate::features::settle::{self, Settling};
use crate::locale::{Words, words as of_app};
use crate::web;
use crate::web::download;
use crate::web::photo::Shown;

/// A file as it is shown.
#[derive(Clone, PartialEq)]
pub(super) struct Named {
    pub(super) item: u32,
    pub(super) digest: FileDigest,
    kind: FileKind,
    size: u32,
    name: String,
    note: String,
}

/// The files of one record, as a screen shows them. `Copy`: signals of the screen.
#[derive(Clone, Copy)]
pub(crate) struct Shelf {
    pub(super) app: &'static Words,
    pub(super) book: Book,
    pub(super) toaster: Toaster,
    pub(super) record: Memo<Option<Arc<RecordView>>>,
    unit: Signal<Option<PartitionId>>,
    /// Files that could not be fetched, and why.
    failed: RwSignal<Vec<(FileDigest, FetchError)>>,
    /// The picture that is looked at.
    viewed: RwSignal<Option<Arc<Viewed>>>,
}

struct Viewed {
    title: String,
    picture: Shown,
}

/// The evidence of a nomination, or the pictures of a model; nothing where it has none.
pub(crate) fn of_record(id: RecordId) -> AnyView {
    let (app, book) = (of_app(), use_book());
    let record = Memo::new(move |_| book.record(id));
    let shelf = Shelf::of(record);
    // Drawn anew when a file comes or goes, and not when anything else of the record changes.
    let files = Memo::new(move |_| {
        record.with(|record| record.as_ref().map(|record| named(evidence::all(&record.fields))))
    });
    let settling = Settling::new(book, app);
    // Two have written of the same file; one of them may have taken it out.
    let disputed = live_if(move || {
        let record = record.get()?;
        let session = book.session().get_untracked();
        let of_files = record.conflicts.keys().filter(|field| is_of_files(**field));
        let fields: Vec<_> = of_files
            .filter_map(|field| {
                let two = settle::two_values(settling, session.as_deref(), &record, *field)?;
                let name = fields::name(app, record.kind, *field);
                Some(view! { <div class="field"><strong>{name}</strong>{two}</div> })
            })
            .collect();
        (!fields.is_empty()).then(|| view! { <div class="stack">{fields}</div> }.into_any())
    });
    let list = live_if(move || {
        let files = files.get().filter(|files| !files.is_empty())?;
        let rows = files.into_iter().map(|file| shelf.row(file, None)).collect_view();
        let is_model = record.with(|record| record.as_ref().is_some_and(|of| of.kind == RecordKind::Model));
        let wanted = if is_model { &words::PICTURES } else { &words::EVIDENCE };
        let title = app.locale.of(wanted.title);
        Some(
            view! {
                <section class="stack evidence" aria-label=title>
                    <h3 class="section-title">{title}</h3>
                    <ul class="rows">{rows}</ul>
                </section>
            }
            .into_any(),
        )
    });
    view! { {list} {disputed} {shelf.viewer()} }.into_any()
}

fn is_of_files(field: Field) -> bool {
    (EVIDENCE_DIGEST.number..=EVIDENCE_NOTE.number).contains(&field.number)
}

/// Files as they are shown.
pub(super) fn named(files: Vec<Evidence<'_>>) -> Vec<Named> {
    let of = |file: Evidence<'_>| Named {
        item: file.item,
        digest: file.digest,
        kind: file.kind,
        size: file.size,
        name: file.name.to_owned(),
        note: file.note.to_owned(),
    };
    files.into_iter().map(of).collect()
}

impl Shelf {
    /// The files of a record, on a screen that is being drawn.
    pub(crate) fn of(record: Memo<Option<Arc<RecordView>>>) -> Self {
        let book = use_book();
        spawn_local(async move {
            // Where the store cannot be read now, the files count as not here.
            let _read = book.read_files().await;
        });
        Self {
            app: of_app(),
            book,
            toaster: use_toaster(),
            record,
            unit: Signal::derive(move || {
                record.with(|record| record.as_ref().map(|record| record.partition))
            }),
            failed: RwSignal::default(),
            viewed: RwSignal::new(None),
        }
    }

    /// One file. `more`: what else can be done with it.
    pub(super) fn row(self, file: Named, more: Option<AnyView>) -> AnyView {
        let (app, locale, book) = (self.app, self.app.locale, self.book);
        let Named { digest, kind, size, name, note, .. } = file.clone();
        let name = if name.is_empty() { locale.of(words::NAMELESS).to_owned() } else { name };
        let what = if kind == FileKind::Pdf { "PDF" } else { locale.of(words::PHOTOGRAPH) };
        let about = [what, " · ", &words::sizes(app, None, size)].concat();
        let note = (!note.is_empty()).then(|| view! { <p class="prose">{note}</p> });
        let is_here = Memo::new(move |_| line::is_here(book, digest));
        let is_moving = Memo::new(move |_| {
            book.files()
                .moving
                .with(|moving| moving.iter().any(|other| other.digest == digest && !other.is_sent))
        });
        let failed = live_if(move || {
            let error = self
                .failed
                .with(|failed| failed.iter().find(|(other, _)| *other == digest).map(|of| of.1))?;
            let said = words::fetch(app, error);
            Some(
                view! { <p class="error whole" role="alert">{Icon::Alert.draw()} <span>{said}</span></p> }
                    .into_any(),
            )
        });
        let way = live(move || {
            let file = file.clone();
            match (is_here.get(), is_moving.get(), kind) {
                (true, _, FileKind::Photograph) => {
                    button(Weight::Other, Some(Icon::Picture), locale.of(words::VIEW), move |()| {
                        self.open(&file);
                    })
                }
                (true, _, FileKind::Pdf) => {
                    button(Weight::Other, Some(Icon::Sheet), locale.of(words::OPEN), move |()| {
                        self.open(&file);
                    })
                }
                (false, true, _) => ().into_any(),
                (false, false, _) => {
                    button(Weight::Other, Some(Icon::Fetch), locale.of(words::FETCH), move |()| {
                        self.fetch(&file);
                    })
                }
            }
        });
        view! {
            <li class="row file">
                {line::thumbnail(book, digest, kind)}
                <div class="about">
                    <strong class="name">{name}</strong>
                    <span class="line">{about}</span>
                    {note}
                    {line::state(app, book, digest, self.unit)}
                </div>
                {failed}
                <div class="whole buttons">{way} {more}</div>
            </li>
        }
        .into_any()
    }

    /// Gets a file from the endpoint, and opens it when it is a picture: that is what it was fetched for.
    fn fetch(self, file: &Named) {
        let Some(record) = self.record.get_untracked() else { return };
        let file = file.clone();
        self.failed.update(|failed| failed.retain(|(other, _)| *other != file.digest));
        spawn_local(async move {
            match self.book.fetch_file(&record, file.digest, file.size).await {
                Ok(()) if file.kind == FileKind::Photograph && self.viewed.try_get_untracked().is_some() => {
                    self.open(&file);
                }
                Ok(()) => {}
                Err(error) => {
                    let _gone = self.failed.try_update(|failed| failed.push((file.digest, error)));
                }
            }
        });
    }

    /// Shows a picture; hands a PDF to the device, which has a program for it.
    fn open(self, file: &Named) {
        let file = file.clone();
        spawn_local(async move {
            let bytes = self.book.file_bytes(file.digest).await.ok().flatten();
            let opened = bytes.is_some_and(|bytes| match file.kind {
                FileKind::Photograph => Shown::of(&bytes, file.kind.media_type()).is_some_and(|picture| {
                    let title = if file.note.is_empty() { file.name } else { file.note };
                    let _gone = self.viewed.try_set(Some(Arc::new(Viewed { title, picture })));
                    true
                }),
                FileKind::Pdf => {
                    let name = if file.name.is_empty() { "minh-chung.pdf" } else { &file.name };
                    download::save_bytes(name, file.kind.media_type(), &bytes)
                }
            });
            if !opened {
                self.toaster.say(self.app.locale.of(words::NOT_OPENED));
            }
        });
    }

    /// The picture that is looked at, over everything else. Once on a screen.
    pub(crate) fn viewer(self) -> AnyView {
        let dialog = NodeRef::<leptos::html::Dialog>::new();
        let close = self.app.locale.of(words::CLOSE);
        Effect::new(move || {
            let Some(dialog) = dialog.get() else { return };
            let shown = dialog.has_attribute("open");
            let method = match (self.viewed.read().is_some(), shown) {
                (true, false) => "showModal",
                (false, true) => "close",
                _ => return,
            };
            let _done = web::call(&dialog, method, &[]);
        });
        let picture = live_if(move || {
            let viewed = self.viewed.get()?;
            let (title, address) = (viewed.title.clone(), viewed.picture.address().to_owned());
            Some(
                view! {
                    <h2 id="viewer-title">{title.clone()}</h2>
                    <img src=address alt=title/>
                }
                .into_any(),
            )
        });
        view! {
            <dialog
                class="viewer"
                node_ref=dialog
                aria-labelledby="viewer-title"
                on:close=move |_| self.viewed.set(None)
            >
                <div>
                    {picture}
                    <div class="buttons">
                        {button(Weight::Primary, None, close, move |()| self.viewed.set(None))}
                    </div>
                </div>
            </dialog>
        }
        .into_any()
    }
}
