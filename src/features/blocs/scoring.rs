//! The members of a bloc are scored: of each what is done, what this account can do, and all points side by side.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use thidua_domain::access;
use thidua_domain::record::{Fields, PartitionId, RecordId, RecordKind};
use thidua_domain::score::{self, Contest, Role, Unranked};

use super::detail::Detail;
use super::{Around, points, sheet, unit_name, words};
use crate::book::{BookError, DraftKey, Session};
use crate::components::chip::{Chip, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button, link};
use crate::locale::{Words, faults};

/// The address of a score.
fn address(id: RecordId) -> String {
    ["/scores/", &id.to_string()].concat()
}

/// The screen.
pub(super) fn draw(detail: Detail) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let opened: RwSignal<Option<PartitionId>> = RwSignal::new(None);
    let failed: RwSignal<Option<BookError>> = RwSignal::new(None);
    let navigate = use_navigate();
    let begun = Callback::new(move |id: RecordId| navigate(&address(id), Default::default()));
    let begin = Callback::new(move |(unit, role, by): (PartitionId, Role, Option<PartitionId>)| {
        let Some(record) = detail.record.get_untracked() else { return };
        let around = untrack(|| Around::of(detail.book, &record));
        let Some(contest) = around.contest() else { return };
        let own = contest.pledge(unit).map(|(_, fields)| fields);
        let fields = score::begin(record.id, &record.fields, own, unit, role, by);
        let (book, place) = (detail.book, record.partition);
        spawn_local(async move {
            let kind = RecordKind::Score;
            match book.create(kind, place, fields, DraftKey::New(kind)).await {
                Ok(id) => _ = begun.try_run(id),
                Err(error) => _ = failed.try_set(Some(error)),
            }
        });
    });
    let trouble = live_if(move || {
        let error = failed.get()?;
        let text = faults::book(app, error);
        Some(view! { <p class="said grave">{Icon::Alert.draw()} <span>{text}</span></p> }.into_any())
    });
    let body = live(move || {
        let Some(record) = detail.record.get() else { return ().into_any() };
        let around = Around::of(detail.book, &record);
        let Some(contest) = around.contest() else { return ().into_any() };
        if contest.bloc.table.criteria().next().is_none() {
            return view! { <p class="help">{locale.of(words::NO_TABLE)}</p> }.into_any();
        }
        let session = detail.session.get_value();
        let rows: Vec<_> = contest
            .bloc
            .members
            .iter()
            .map(|member| one(detail, &session, &around, &contest, member.unit, opened, begin))
            .collect();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    });
    view! {
        <section class="stack" aria-label=locale.of(words::SCORING)>
            <p class="help">{locale.of(words::SCORING_HELP)}</p>
            <div role="alert">{trouble}</div>
            {body}
        </section>
    }
    .into_any()
}

type Begin = Callback<(PartitionId, Role, Option<PartitionId>)>;

fn one(
    detail: Detail,
    session: &Session,
    around: &Around,
    contest: &Contest<'_>,
    unit: PartitionId,
    opened: RwSignal<Option<PartitionId>>,
    begin: Begin,
) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let of_unit = contest.sheet(unit);
    let result = match &of_unit.result {
        Some((basis, total)) => [&points(locale, total.sum), " · ", locale.of(words::basis(*basis))].concat(),
        None => words::unranked(locale, Unranked::NotScored),
    };
    let chips: Vec<_> = Role::ALL
        .into_iter()
        .map(|role| {
            let done = of_unit.columns.iter().filter(|column| column.role == role && column.done.is_some());
            let count = done.count();
            let begun = of_unit.columns.iter().any(|column| column.role == role);
            let word = words::done(locale, role, count);
            let (tone, icon) = match (count, begun) {
                (1.., _) => (Tone::Done, Icon::Tick),
                (0, true) => (Tone::Wait, Icon::Pencil),
                (0, false) => (Tone::Plain, Icon::Clock),
            };
            view! { <Chip tone=tone icon=icon word=word/> }
        })
        .collect();
    let again = of_unit.verify_again.then(|| {
        view! { <Chip tone=Tone::Grave icon=Icon::Alert word=locale.of(words::VERIFY_AGAIN_SHORT)/> }
    });
    let acts: Vec<_> = contest
        .roles(&session.account, unit)
        .into_iter()
        .filter_map(|(role, by)| act(app, session, around, contest, (unit, role, by), begin))
        .collect();
    let is_open = opened.get() == Some(unit);
    let toggle = if is_open { words::HIDE_SHEET } else { words::SHOW_SHEET };
    let press = move |()| opened.set((!is_open).then_some(unit));
    let shown = is_open.then(|| sheet::draw(app, Some(session), &of_unit));
    let name = unit_name(Some(session), unit);
    view! {
        <li class="card">
            <h3>{name}</h3>
            <p>{result}</p>
            <div class="chips">{chips} {again}</div>
            <div class="buttons">
                {acts}
                {button(Weight::Plain, Some(Icon::Sheet), locale.of(toggle), press)}
            </div>
            {shown}
        </li>
    }
    .into_any()
}

/// What this account can do: begin a score, or go on with its own.
fn act(
    app: &'static Words,
    session: &Session,
    around: &Around,
    contest: &Contest<'_>,
    (unit, role, by): (PartitionId, Role, Option<PartitionId>),
    begin: Begin,
) -> Option<AnyView> {
    let locale = app.locale;
    let word = words::to_score(role);
    if let Some(scored) = contest.score(unit, role, by) {
        let own = around.record(scored.id)?;
        let may = access::may_write(
            &session.account,
            RecordKind::Score,
            own.partition,
            Some(&own.fields),
            &Fields::new(),
        );
        let word = if scored.score.done.is_some() { words::change(role) } else { word };
        return may
            .is_ok()
            .then(|| link(Weight::Other, Some(Icon::Pencil), locale.of(word), address(scored.id)));
    }
    Some(button(Weight::Other, Some(Icon::Plus), locale.of(word), move |()| begin.run((unit, role, by))))
}
