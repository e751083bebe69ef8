//! Setting the device right, in three steps, each of which takes more than the one before: one place is read again; everything
//! is read again; everything is cleared. Unsent work stays in the first two, and the third asks for a copy or a typed word.

use leptos::prelude::*;
use leptos::task::spawn_local;
use thidua_domain::record::PartitionId;

use super::copies;
use super::device::counted;
use crate::book::{Ballot, Book, BookError};
use crate::components::confirm::{Confirm, Question};
use crate::components::field::{Choice, Group, Input, Label, SelectField};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button};
use crate::components::toast::{Toaster, use_toaster};
use crate::features::council::LOSES_A_BALLOT;
use crate::features::{carry, evidence};
use crate::locale::facts::Both;
use crate::locale::{Locale, Words, faults};

const TITLE: Both = ("Khi dữ liệu trên máy có vẻ sai", "Where the data here seem wrong");
const HELP: Both = (
    "Làm lần lượt từ trên xuống, chỉ làm tiếp khi bước trước chưa đủ. Hai bước đầu không đụng đến việc chưa gửi.",
    "Go from the top down, and on only where a step was not enough. The first two do not touch unsent work.",
);
const FIRST: Both = ("1. Đọc lại một đơn vị", "1. Read one place again");
const PLACE: Both = ("Đơn vị", "Place");
const FIRST_DO: Both = ("Đọc lại đơn vị này", "Read this place again");
const FIRST_DONE: Both = ("Đang đọc lại đơn vị này.", "This place is being read again.");
const CHOOSE: Both = ("Hãy chọn một đơn vị.", "Choose a place.");
const SECOND: Both = ("2. Đọc lại tất cả", "2. Read everything again");
const SECOND_HELP: Both = (
    "Nhận lại mọi hồ sơ từ máy chủ. Trong khi chờ vẫn xem được bản cũ. Nên có mạng tốt.",
    "All records come again from the endpoint. The old ones stay in sight until then. Better on a good line.",
);
const SECOND_DO: Both = ("Đọc lại tất cả", "Read everything again");
const SECOND_DONE: Both = ("Đang đọc lại tất cả.", "Everything is being read again.");
const THIRD: Both = ("3. Xoá sạch máy này", "3. Clear this device");
const THIRD_HELP: Both = (
    "Đăng xuất và xoá mọi dữ liệu của ứng dụng trên máy. Việc chưa gửi sẽ mất, nên phải tải bản sao hoặc gõ xác nhận.",
    "Signs out and removes all of the app’s data from this device. Unsent work is lost, so a copy must be downloaded or a word typed.",
);
const COPY: Both = ("Tải bản sao việc chưa gửi", "Download a copy of unsent work");
const COPIED: Both = (
    "Đã tải bản sao. Hãy giữ tệp này: người hỗ trợ dùng nó để lấy lại việc chưa gửi.",
    "The copy is downloaded. Keep the file: whoever helps you gets the unsent work back with it.",
);
const THIRD_DO: Both = ("Xoá sạch máy này", "Clear this device");
const THIRD_TITLE: Both = ("Xoá sạch máy này?", "Clear this device?");
const WORD: Both = ("xoá sạch", "clear");
const TYPED: Both = ("Gõ để xác nhận:", "Type to confirm:");
const AFTER_COPY: Both = (
    " Bản sao bạn vừa tải không tự nhập lại được: chỉ người hỗ trợ đọc được nó.",
    " The copy that you downloaded does not come back by itself: only whoever helps you reads it.",
);

/// The state of the card.
#[derive(Clone, Copy)]
struct Card {
    words: &'static Words,
    book: Book,
    toaster: Toaster,
    /// Whether a copy of unsent work was downloaded since the page was opened.
    copied: RwSignal<bool>,
    clearing: RwSignal<bool>,
}

/// The card, folded: few ever need it.
pub(super) fn card(words: &'static Words, book: Book) -> AnyView {
    let card = Card {
        words,
        book,
        toaster: use_toaster(),
        copied: RwSignal::new(false),
        clearing: RwSignal::new(false),
    };
    let locale = words.locale;
    view! {
        <section class="card" id="repair">
            <details>
                <summary><h2>{locale.of(TITLE)}</h2></summary>
                <div class="stack wide-gap">
                    <p class="help">{locale.of(HELP)}</p>
                    {card.one_place()}
                    {card.everything()}
                    {card.clear()}
                </div>
            </details>
        </section>
    }
    .into_any()
}

impl Card {
    fn one_place(self) -> AnyView {
        let (words, book, locale) = (self.words, self.book, self.words.locale);
        let input = Input::new();
        let groups = Signal::derive(move || {
            // What the device holds changes with every exchange.
            book.status().track();
            let session = book.session().get();
            let name = |place: PartitionId| {
                let name = session.as_ref().map(|session| session.place_name(place).to_owned());
                name.filter(|name| !name.is_empty()).unwrap_or_else(|| place.to_string())
            };
            let all = book.compared();
            let choice = |place: PartitionId| Choice { value: place.to_string(), word: name(place) };
            let choices = all.iter().map(|compared| choice(compared.place)).collect();
            vec![Group { heading: "", choices }]
        });
        let run = move |()| {
            let chosen = input.text.with_untracked(|text| text.parse().ok()).map(PartitionId);
            let Some(place) = chosen else {
                input.complain(locale.of(CHOOSE));
                return;
            };
            self.begin(FIRST_DONE, async move { book.read_place_again(place).await });
        };
        let label = Label { id: "read-again".to_owned(), label: locale.of(PLACE), optional: "", help: "" };
        view! {
            <section class="stack" aria-label=locale.of(FIRST)>
                <h3>{locale.of(FIRST)}</h3>
                <SelectField input=input label=label empty=words.form().choose groups=groups/>
                <div class="buttons">{button(Weight::Other, Some(Icon::Return), locale.of(FIRST_DO), run)}</div>
            </section>
        }
        .into_any()
    }

    fn everything(self) -> AnyView {
        let (book, locale) = (self.book, self.words.locale);
        let run = move |()| self.begin(SECOND_DONE, async move { book.read_all_again().await });
        view! {
            <section class="stack" aria-label=locale.of(SECOND)>
                <h3>{locale.of(SECOND)}</h3>
                <p class="help">{locale.of(SECOND_HELP)}</p>
                <div class="buttons">{button(Weight::Other, Some(Icon::Return), locale.of(SECOND_DO), run)}</div>
            </section>
        }
        .into_any()
    }

    fn begin(self, done: Both, work: impl Future<Output = Result<(), BookError>> + 'static) {
        spawn_local(async move {
            match work.await {
                Ok(()) => self.toaster.say(self.words.locale.of(done)),
                Err(error) => self.toaster.say(faults::book_short(self.words, error)),
            }
        });
    }

    fn clear(self) -> AnyView {
        let (words, book, locale) = (self.words, self.book, self.words.locale);
        let copy = move |()| {
            spawn_local(async move {
                match book.own_text().await {
                    Ok(text) if copies::save(&text) => _ = self.copied.try_set(true),
                    Ok(_) => self.toaster.say(locale.of(copies::NOT_SAVED)),
                    Err(error) => self.toaster.say(copies::failed(words, error)),
                }
            });
        };
        let ask = move |()| {
            spawn_local(async move {
                book.count_all().await;
                let _gone = self.clearing.try_set(true);
            });
        };
        let copied =
            live_if(move || self.copied.get().then(|| view! { <p>{locale.of(COPIED)}</p> }.into_any()));
        view! {
            <section class="stack" aria-label=locale.of(THIRD)>
                <h3>{locale.of(THIRD)}</h3>
                <p class="help">{locale.of(THIRD_HELP)}</p>
                <div role="status">{copied}</div>
                <div class="buttons">
                    {button(Weight::Other, Some(Icon::Fetch), locale.of(COPY), copy)}
                    {button(Weight::Grave, Some(Icon::Bin), locale.of(THIRD_DO), ask)}
                </div>
                {live(move || if self.clearing.get() { self.question() } else { ().into_any() })}
            </section>
        }
        .into_any()
    }

    /// What is lost, in figures. Nothing need be typed where nothing is lost, or a copy was downloaded that has it all: files
    /// and ballots are in no copy.
    fn question(self) -> AnyView {
        let (words, book, locale) = (self.words, self.book, self.words.locale);
        let unsent = book.status().with_untracked(|status| status.unsent);
        let drafts = book.drafts().with_untracked(|drafts| drafts.len());
        let votes = book.ballots().with_untracked(|all| all.iter().any(Ballot::is_on_its_way));
        let files = untrack(|| book.files_due()).len();
        let mut text = if unsent + drafts == 0 {
            words.more().sign_out_text.to_owned()
        } else {
            loses(locale, unsent, drafts)
        };
        if files > 0 {
            text.push_str(&evidence::words::loses(locale, files));
        }
        if votes {
            text.push(' ');
            text.push_str(locale.of(LOSES_A_BALLOT));
        }
        let load = untrack(|| book.load());
        text.push_str(&carry::leaves_behind(locale, load));
        let copied = self.copied.get_untracked();
        if copied && unsent + drafts > 0 {
            text.push_str(locale.of(AFTER_COPY));
        }
        let is_free = files == 0 && load.files == 0 && !votes && (copied || unsent + drafts == 0);
        let question = Question {
            title: locale.of(THIRD_TITLE),
            text: Signal::stored(text),
            yes: locale.of(THIRD_DO),
            no: words.form().cancel,
            typed: (!is_free).then(|| (locale.of(WORD), locale.of(TYPED))),
        };
        let open = RwSignal::new(true);
        Effect::new(move || {
            if !open.get() {
                let _gone = self.clearing.try_set(false);
            }
        });
        let yes = Callback::new(move |()| {
            spawn_local(async move {
                if let Err(error) = book.sign_out().await {
                    self.toaster.say(faults::book_short(words, error));
                }
            });
        });
        view! { <Confirm open=open question=question on_yes=yes/> }.into_any()
    }
}

/// What is only on this device, and that it would be gone.
fn loses(locale: Locale, unsent: usize, drafts: usize) -> String {
    let records =
        counted(locale, unsent, ("mục chưa gửi", "unsent record"), ("mục chưa gửi", "unsent records"));
    let forms = counted(locale, drafts, ("bản nháp", "draft"), ("bản nháp", "drafts"));
    let parts = [(unsent, records), (drafts, forms)].into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(_, part)| part).collect();
    match locale {
        Locale::Vi => [
            "Trên máy này còn ",
            &parts.join(" và "),
            ". Xoá bây giờ là mất hẳn. Nên tìm chỗ có mạng và gửi trước.",
        ]
        .concat(),
        Locale::En => [
            "This device still has ",
            &parts.join(" and "),
            ". Cleared now, they are gone. Better find a line and send them first.",
        ]
        .concat(),
    }
}
