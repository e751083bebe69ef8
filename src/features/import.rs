//! Importing a list from a file of Excel or CSV, or from what was copied there: choose, look, check, enter.
//!
//! Nothing is entered before the officer has seen what was understood. Bad rows are told with their cell and never hold up
//! the good ones; the same list a second time adds nothing. The file itself is read in a worker.

mod already;
mod choose;
mod columns;
mod faults;
mod result;
mod sample;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_documents::column::Column;
use thidua_documents::message::{Defaults, Order, Preview};
use thidua_domain::nomination::{RECEIVED_ON, RULE_SET, YEAR};
use thidua_domain::record::{Fields, PartitionId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;

use crate::app::{SectionTitle, use_section};
use crate::book::{Book, BookError, Session, use_book};
use crate::components::field::{Input, lead_to_complaint};
use crate::components::live::live;
use crate::components::panes::OnePane;
use crate::features::law_desk::LawDesk;
use crate::locale::{Words, words as of_app};
use crate::web;
use crate::worker::{self, ImportError, Importer, Outcome};
use already::Already;
use words::ImportWords;

/// As many rows become records in one transaction: far below the time in which a page must answer a finger.
const CHUNK: usize = 50;

/// How far an import is.
#[derive(Clone, PartialEq)]
enum Step {
    /// A file is to be chosen, or text to be pasted.
    Choose,
    /// The file is being opened.
    Opening,
    /// What was understood is shown, to be mended.
    Look,
    /// So many rows of so many are read.
    Reading(u32, u32),
    /// The rows are read: so many are new.
    Read,
    /// So many rows of so many are entered.
    Entering(usize, usize),
    /// So many were entered, and whether all.
    Entered(usize, bool),
}

/// The rows of a list that were read.
#[derive(Default)]
struct Found {
    outcome: Outcome,
    /// Those that are not in the book yet.
    new: Vec<Fields>,
}

/// The state of the screen.
#[derive(Clone, Copy)]
struct Screen {
    book: Book,
    desk: LawDesk,
    session: StoredValue<Arc<Session>>,
    app: &'static Words,
    words: &'static ImportWords,
    step: RwSignal<Step>,
    error: RwSignal<Option<String>>,
    importer: StoredValue<Option<Importer>, LocalStorage>,
    preview: RwSignal<Option<Arc<Preview>>>,
    mapping: RwSignal<Vec<Option<Column>>>,
    /// Columns whose old letters are kept as they are.
    unconverted: RwSignal<Vec<u16>>,
    found: RwSignal<Arc<Found>>,
    unit: Input,
    year: Input,
    award: Input,
    subject: Input,
    pasted: Input,
    /// Grows when what is under way is given up: what it brings later is not wanted any more.
    turn: StoredValue<u32>,
}

/// The screen.
pub(crate) fn screen() -> AnyView {
    let (app, book) = (of_app(), use_book());
    let words = ImportWords::of(app.locale);
    use_section(SectionTitle { title: app.nav().import, home: "/import", back: Some("/more"), place: None });
    let Some(session) = book.session().get_untracked() else { return ().into_any() };
    let input = |text: String| Input { text: RwSignal::new(text), ..Input::new() };
    let unit = if session.sees_all_units() { String::new() } else { session.home.to_string() };
    let screen = Screen {
        book,
        desk: LawDesk::of(book),
        app,
        words,
        step: RwSignal::new(Step::Choose),
        error: RwSignal::new(None),
        importer: StoredValue::new_local(None),
        preview: RwSignal::new(None),
        mapping: RwSignal::default(),
        unconverted: RwSignal::default(),
        found: RwSignal::default(),
        unit: input(unit),
        year: input(session.year.to_string()),
        award: input(String::new()),
        subject: input(String::new()),
        pasted: input(String::new()),
        turn: StoredValue::new(0),
        session: StoredValue::new(session),
    };
    // An open import is like an open form: a new version of the app waits for it.
    let guard = book.form_opened();
    on_cleanup(move || {
        screen.turn.try_update_value(|turn| *turn += 1);
        drop(guard);
    });
    let body = live(move || match screen.step.get() {
        Step::Choose => choose::draw(screen),
        Step::Opening => result::waiting(screen, words.opening, None),
        Step::Look => columns::draw(screen),
        Step::Reading(done, all) => {
            result::waiting(screen, words.reading, Some((done as usize, all as usize)))
        }
        Step::Read => result::read(screen),
        Step::Entering(done, all) => result::waiting(screen, words.entering, Some((done, all))),
        Step::Entered(count, all) => result::entered(screen, count, all),
    });
    view! { <OnePane><div class="stack wide-gap">{body}</div></OnePane> }.into_any()
}

impl Screen {
    /// Takes up something new, and gives up what is under way. The number tells whether it is still wanted later.
    fn next_turn(self) -> u32 {
        self.error.set(None);
        self.turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or_default()
    }

    fn is_wanted(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    /// Opens what was chosen or pasted.
    fn open(self, opened: impl Future<Output = Result<(Importer, Preview), ImportError>> + 'static) {
        let turn = self.next_turn();
        self.step.set(Step::Opening);
        spawn_local(async move {
            let opened = opened.await;
            if !self.is_wanted(turn) {
                return;
            }
            match opened {
                Ok((importer, preview)) => {
                    self.importer.set_value(Some(importer));
                    self.show(preview);
                }
                Err(error) => self.fail(error, Step::Choose),
            }
        });
    }

    /// Looks at another sheet of the file.
    fn look(self, sheet: u16) {
        let turn = self.next_turn();
        self.step.set(Step::Opening);
        spawn_local(async move {
            let Some(mut importer) = self.importer.try_update_value(Option::take).flatten() else { return };
            let looked = importer.look(sheet, None).await;
            if !self.is_wanted(turn) {
                return;
            }
            self.importer.set_value(Some(importer));
            match looked {
                Ok(preview) => self.show(preview),
                Err(error) => self.fail(error, Step::Look),
            }
        });
    }

    fn show(self, preview: Preview) {
        self.mapping.set(preview.columns.iter().map(|column| column.guess).collect());
        self.unconverted.set(Vec::new());
        if let Some(subject) = preview.subject {
            self.subject.text.set(subject.to_string());
        }
        self.preview.set(Some(Arc::new(preview)));
        self.step.set(Step::Look);
    }

    fn fail(self, error: ImportError, back: Step) {
        self.error.set(Some(faults::import(self.words, error)));
        self.step.set(back);
    }

    /// The unit for which the list is entered.
    fn partition(self) -> Option<PartitionId> {
        self.unit.text.with_untracked(|unit| unit.parse().ok()).map(PartitionId)
    }

    /// How the rows are to be read; says at its field what is missing.
    fn order(self) -> Option<Order> {
        let preview = self.preview.get_untracked()?;
        let Some(partition) = self.partition() else {
            self.unit.error.set(Some(self.app.fault().no_place.to_owned()));
            lead_to_complaint();
            return None;
        };
        let text = |input: Input| Some(input.text.get_untracked()).filter(|text| !text.is_empty());
        Some(Order {
            sheet: preview.sheet,
            heading: preview.heading,
            mapping: self.mapping.get_untracked(),
            unconverted: self.unconverted.get_untracked(),
            defaults: Defaults {
                year: text(self.year).and_then(|year| year.parse().ok()),
                award: text(self.award),
                subject: text(self.subject).and_then(|code| code.parse().ok()),
                partition: partition.0,
                today: web::today()?,
            },
        })
    }

    /// Reads and checks all rows, and finds out which are new.
    fn read(self) {
        let (Some(order), Some(partition)) = (self.order(), self.partition()) else { return };
        let turn = self.next_turn();
        self.step.set(Step::Reading(0, 0));
        spawn_local(async move {
            let Some(mut importer) = self.importer.try_update_value(Option::take).flatten() else { return };
            let told = move |done, all| {
                let wanted = self.is_wanted(turn);
                if wanted {
                    self.step.set(Step::Reading(done, all));
                }
                wanted
            };
            let read = importer.read(order, told).await;
            let _gone = self.importer.try_set_value(Some(importer));
            if !self.is_wanted(turn) {
                return;
            }
            match read {
                Ok(outcome) => self.sift(outcome, partition, turn).await,
                Err(error) => self.fail(error, Step::Look),
            }
        });
    }

    /// Sets apart what is in the book already. In slices: ten thousand names are folded for it.
    async fn sift(self, outcome: Outcome, partition: PartitionId, turn: u32) {
        let nominations = self.book.nominations().get_untracked();
        let mut already = Already::default();
        for some in nominations.chunks(already::SLICE) {
            for record in some.iter().filter(|record| record.partition == partition) {
                already.add(partition, &record.fields);
            }
            worker::breathe().await;
        }
        let mut new = Vec::new();
        for some in outcome.good.chunks(already::SLICE) {
            for row in some {
                if !already.take(partition, &row.fields) {
                    new.push(self.under_rules(&row.fields));
                }
            }
            worker::breathe().await;
        }
        if self.is_wanted(turn) {
            self.found.set(Arc::new(Found { outcome, new }));
            self.step.set(Step::Read);
        }
    }

    /// The rule set of a row: by its day of receipt, and for this year by what the committee follows.
    fn under_rules(self, fields: &Fields) -> Fields {
        let mut fields = fields.clone();
        let received = fields.get(&RECEIVED_ON).and_then(Value::as_text);
        let received: Option<CivilDate> = received.and_then(|day| day.parse().ok());
        let year = fields.get(&YEAR).and_then(Value::as_int);
        let this = web::today().filter(|today| year.is_some_and(|year| year >= i64::from(today.year())));
        if let Some(day) = received.or(this) {
            let rule_set = self.desk.settings.with_untracked(|settings| settings.rule_set_on(day));
            fields.insert(RULE_SET, rule_set.id().into());
        }
        fields
    }

    /// Enters the new rows, some at a time.
    fn enter(self) {
        let Some(partition) = self.partition() else { return };
        let turn = self.next_turn();
        let found = self.found.get_untracked();
        let all = found.new.len();
        self.step.set(Step::Entering(0, all));
        spawn_local(async move {
            let mut done = 0;
            for some in found.new.chunks(CHUNK) {
                let rows = some.iter().map(|fields| (partition, fields.clone())).collect();
                let entered = self.book.create_many(RecordKind::Nomination, rows).await;
                if let Err(error) = entered {
                    self.stop(done, Some(error));
                    return;
                }
                done += some.len();
                if !self.is_wanted(turn) {
                    return;
                }
                self.step.set(Step::Entering(done, all));
                worker::breathe().await;
            }
            self.stop(done, None);
        });
    }

    /// Entering has ended, with all rows or in the middle.
    fn stop(self, done: usize, error: Option<BookError>) {
        if let Some(error) = error {
            let _gone = self.error.try_set(Some(crate::locale::faults::book(self.app, error)));
        }
        let _gone = self.step.try_set(Step::Entered(done, error.is_none()));
    }

    /// Gives up what is under way. What was entered stays, and is told.
    fn cancel(self) {
        let step = self.step.get_untracked();
        self.next_turn();
        self.step.set(match step {
            Step::Entering(done, _) => Step::Entered(done, false),
            Step::Reading(..) => Step::Look,
            _ => Step::Choose,
        });
    }

    /// Begins anew with another list.
    fn again(self) {
        self.next_turn();
        self.importer.set_value(None);
        self.preview.set(None);
        self.found.set(Arc::default());
        self.pasted.text.set(String::new());
        self.step.set(Step::Choose);
    }
}
