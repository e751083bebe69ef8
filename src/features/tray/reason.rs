//! The reasons that are being typed: of each piece of work one for accepting and one for refusing it. They outlive the screen and a tab that is killed,
//! until the endpoint has the word or it is given up.

use std::ops::Deref as _;

use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;

use crate::book::{Book, BookError, Typed};
use crate::components::field::Input;
use crate::forms::form::at_the_last_moment;
use crate::forms::pause::Pause;
use crate::order;
use crate::web;

/// What a reason is being given for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Meant {
    /// One entry, and whether it is to be carried out.
    One { entry: u64, accept: bool },
    /// All entries of a device are to be carried out, in their order.
    All { device: String },
    /// A witnessed copy, and whether it is to be put back.
    Copy { entry: u64, accept: bool },
}

/// How the names of these forms begin.
const ENTRY: &str = "tray-entry-";
const COPY: &str = "tray-copy-";
const DEVICE: &str = "tray-device-";
const ACCEPT: &str = "-accept";
const REFUSE: &str = "-refuse";
/// The fields of such a form.
const REASON: &str = "reason";
const TYPED_AT: &str = "at";

impl Meant {
    /// The name under which its reason is kept.
    fn name(&self) -> String {
        let of = |kind: &str, entry: u64, accept: bool| {
            [kind, &entry.to_string(), if accept { ACCEPT } else { REFUSE }].concat()
        };
        match self {
            Self::One { entry, accept } => of(ENTRY, *entry, *accept),
            Self::Copy { entry, accept } => of(COPY, *entry, *accept),
            Self::All { device } => [DEVICE, device].concat(),
        }
    }

    /// What a name means; `None` where it is that of another form.
    fn parse(name: &str) -> Option<Self> {
        let of = |rest: &str| {
            let accepted = rest.strip_suffix(ACCEPT).map(|entry| (entry, true));
            let (entry, accept) = accepted.or_else(|| Some((rest.strip_suffix(REFUSE)?, false)))?;
            Some((entry.parse().ok()?, accept))
        };
        if let Some(device) = name.strip_prefix(DEVICE) {
            return Some(Self::All { device: device.to_owned() });
        }
        if let Some((entry, accept)) = name.strip_prefix(ENTRY).and_then(of) {
            return Some(Self::One { entry, accept });
        }
        let (entry, accept) = name.strip_prefix(COPY).and_then(of)?;
        Some(Self::Copy { entry, accept })
    }
}

/// A reason as it was kept.
#[derive(Clone)]
struct Kept {
    meant: Meant,
    text: String,
    at_ms: f64,
}

/// All reasons, and the one that is being typed. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct Reasons {
    book: Book,
    /// What the open form is for.
    pub(super) meant: RwSignal<Option<Meant>>,
    /// The field of the open form.
    pub(super) input: Input,
    kept: StoredValue<Vec<Kept>>,
    /// Whether the form in which one was typing last is still to be opened.
    resumes: StoredValue<bool>,
    /// Whether something was typed that the store does not have yet.
    dirty: StoredValue<bool>,
    pause: Pause,
    /// Why the device's store could not keep it.
    pub(super) unkept: RwSignal<Option<BookError>>,
}

impl Reasons {
    /// Nothing is typed yet.
    pub(super) fn new(book: Book) -> Self {
        // The callbacks know the reasons by a cell, because the reasons hold the callbacks.
        let cell = StoredValue::new(None::<Self>);
        let with_reasons = move |act: fn(Self)| {
            Callback::new(move |()| {
                if let Some(reasons) = cell.try_get_value().flatten() {
                    act(reasons);
                }
            })
        };
        let input =
            Input { changed: with_reasons(Self::touch), left: with_reasons(Self::keep), ..Input::new() };
        let reasons = Self {
            book,
            meant: RwSignal::new(None),
            input,
            kept: StoredValue::default(),
            resumes: StoredValue::new(true),
            dirty: StoredValue::new(false),
            pause: Pause::new(),
            unkept: RwSignal::new(None),
        };
        cell.set_value(Some(reasons));
        at_the_last_moment(book, move || reasons.keep());
        reasons
    }

    /// Brings back what was typed before the screen was left or the tab was killed.
    pub(super) async fn recall(self) {
        // Where the store cannot be read, forms begin empty; what lies there stays.
        let stored = self.book.typed().await.unwrap_or_default();
        let read = |typed: &Typed| {
            let text = |name: &str| typed.texts.get(name).map(String::deref).unwrap_or_default();
            let at_ms = text(TYPED_AT).parse().unwrap_or_default();
            Some(Kept { meant: Meant::parse(&typed.form)?, text: text(REASON).to_owned(), at_ms })
        };
        let _gone = self.kept.try_set_value(stored.iter().filter_map(read).collect());
    }

    /// The endpoint has told what waits. Opens, once, the form in which one was typing last. What was typed for a piece of work that
    /// does not wait any more is of no use to anybody, and goes.
    pub(super) fn go_on(self, waits: impl Fn(&Meant) -> bool) {
        let Some(all) = self.kept.try_get_value() else { return };
        for over in all.iter().filter(|kept| !waits(&kept.meant)) {
            self.forget(&over.meant);
        }
        let last = all
            .into_iter()
            .filter(|kept| waits(&kept.meant))
            .reduce(|one, other| if other.at_ms > one.at_ms { other } else { one });
        let resumes = self.resumes.try_update_value(|resumes| std::mem::replace(resumes, false));
        if let Some(last) = last.filter(|_| resumes == Some(true))
            && self.meant.get_untracked().is_none()
        {
            self.begin(last.meant);
        }
    }

    /// Opens a form, with what was typed in it before.
    pub(super) fn begin(self, meant: Meant) {
        self.keep();
        let before = self
            .kept
            .with_value(|kept| kept.iter().find(|kept| kept.meant == meant).map(|kept| kept.text.clone()));
        self.input.text.set(before.unwrap_or_default());
        self.input.error.set(None);
        self.meant.set(Some(meant));
    }

    /// Closes a form, and forgets what was typed in it: the endpoint has it, or it was given up.
    pub(super) fn close(self, of: &Meant) {
        self.forget(of);
        if self.meant.try_with_untracked(|meant| meant.as_ref() == Some(of)).unwrap_or(false) {
            let _gone = self.dirty.try_set_value(false);
            self.meant.set(None);
        }
    }

    /// Closes the form that is open and keeps what was typed in it: its piece of work waits on.
    pub(super) fn set_aside(self) {
        self.keep();
        let _gone = self.meant.try_set(None);
    }

    fn forget(self, meant: &Meant) {
        let _gone = self.kept.try_update_value(|kept| kept.retain(|kept| kept.meant != *meant));
        let (book, name) = (self.book, meant.name());
        spawn_local(async move {
            // Should the store fail here, what is done is offered again: a nuisance, no loss.
            let _kept = book.drop_typed(&name).await;
        });
    }

    /// Something was typed: it is kept soon.
    fn touch(self) {
        self.dirty.set_value(true);
        self.pause.before(move || self.keep());
    }

    /// Keeps what is typed, now. Does nothing where the store has it.
    fn keep(self) {
        if !self.dirty.try_get_value().unwrap_or(false) {
            return;
        }
        let typed = self.meant.try_get_untracked().flatten().zip(self.input.text.try_get_untracked());
        let Some((meant, text)) = typed else { return };
        self.dirty.set_value(false);
        let (form, at_ms) = (meant.name(), web::now_ms());
        self.kept.update_value(|kept| {
            kept.retain(|kept| kept.meant != meant);
            kept.push(Kept { meant, text: text.clone(), at_ms });
        });
        let texts: LiteMap<String, String> =
            order::gathered([(REASON.to_owned(), text), (TYPED_AT.to_owned(), at_ms.trunc().to_string())]);
        let (book, unkept) = (self.book, self.unkept);
        spawn_local(async move {
            let kept = book.keep_typed(Typed { form, texts }).await;
            let _gone = unkept.try_set(kept.err());
        });
    }
}
