//! Who stands where in a bloc, and who goes forward for which flag or certificate: one tap makes the nomination, with its figures.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use thidua_domain::bloc::{TieBreak, TieRule};
use thidua_domain::pledge::{Period, Pledge, Target};
use thidua_domain::record::{PartitionId, RecordKind};
use thidua_domain::score::{Contest, Decider, Proposal, Ranking, Standing};

use super::super::pledges::promise;
use super::detail::Detail;
use super::{Around, points, unit_name, words};
use crate::book::{Book, BookError, Draft, DraftKey, Session};
use crate::components::chip::{Chip, Note, Tone};
use crate::components::icon::Icon;
use crate::components::live::{live, live_if};
use crate::components::press::{Weight, button, link};
use crate::features::fields;
use crate::forms::entry::{self, EntryName};
use crate::locale::{Words, faults};
use crate::order;
use crate::web;

/// What became of a nomination that was to be made.
#[derive(Clone, Copy, PartialEq)]
enum Made {
    /// Nothing was asked for.
    Rest,
    /// Another nomination is being typed, and must not be lost.
    Taken,
    /// The store could not.
    Failed(BookError),
}

/// The screen.
pub(super) fn draw(detail: Detail) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let made = RwSignal::new(Made::Rest);
    let navigate = use_navigate();
    let open = Callback::new(move |()| navigate("/nominations/new", Default::default()));
    let body = live(move || {
        let Some(record) = detail.record.get() else { return ().into_any() };
        let around = Around::of(detail.book, &record);
        let Some(contest) = around.contest() else { return ().into_any() };
        let session = detail.session.get_value();
        let ranking = contest.ranking();
        let forward: Vec<_> = contest
            .proposals()
            .iter()
            .map(|proposal| self::proposal(detail, &session, &contest, proposal, made, open))
            .collect();
        let forward = (!forward.is_empty()).then(|| {
            view! {
                <h3 class="section-title">{locale.of(words::PUT_FORWARD)}</h3>
                <p class="help">{locale.of(words::PUT_FORWARD_HELP)}</p>
                {forward}
            }
        });
        view! {
            {provisional(detail, &ranking)}
            {table(app, &session, &contest, &ranking)}
            {unranked(app, &session, &ranking)}
            {forward}
        }
        .into_any()
    });
    let told = live_if(move || {
        let (text, way) = match made.get() {
            Made::Rest => return None,
            Made::Taken => (locale.of(words::DRAFT_TAKEN).to_owned(), true),
            Made::Failed(error) => (faults::book(app, error), false),
        };
        let way = way.then(|| {
            link(Weight::Other, Some(Icon::Pencil), locale.of(words::OPEN_DRAFT), "/nominations/new")
        });
        Some(
            view! {
                <Note tone=Tone::Grave icon=Icon::Alert><p>{text}</p><div class="buttons">{way}</div></Note>
            }
            .into_any(),
        )
    });
    view! {
        <section class="stack" aria-label=locale.of(words::RANKING)>
            {body}
            <div role="alert">{told}</div>
        </section>
    }
    .into_any()
}

fn provisional(detail: Detail, ranking: &Ranking) -> AnyView {
    let locale = detail.app.locale;
    if ranking.standings.is_empty() {
        return view! { <p class="help">{locale.of(words::NOBODY_RANKED)}</p> }.into_any();
    }
    let (tone, icon, word) = if ranking.is_provisional() {
        (Tone::Wait, Icon::Clock, words::PROVISIONAL)
    } else {
        (Tone::Done, Icon::Safe, words::FINAL)
    };
    view! { <Note tone=tone icon=icon><p>{locale.of(word)}</p></Note> }.into_any()
}

/// What told a member apart from the one before it, in words.
fn decided(app: &Words, contest: &Contest<'_>, standing: &Standing) -> String {
    let locale = app.locale;
    let tie = |own: &TieBreak| {
        let table = &contest.bloc.table;
        let named = match own.rule {
            TieRule::Section => {
                table.sections.iter().find(|section| Some(section.item) == own.of).map(|section| section.name)
            }
            TieRule::Criterion => own.of.and_then(|of| table.criterion(of)).map(|criterion| criterion.name),
            TieRule::FewerPenalties | TieRule::MoreBonus | TieRule::MoreReached => None,
        };
        let named = named.map(|name| [": ", name].concat()).unwrap_or_default();
        [locale.of(words::tie(own.rule)), &named].concat()
    };
    match standing.decided_by {
        None => String::new(),
        Some(Decider::Points) => locale.of(words::BY_POINTS).to_owned(),
        Some(Decider::TieBreak(item)) => {
            contest.bloc.table.ties.iter().find(|tie| tie.item == item).map(tie).unwrap_or_default()
        }
        Some(Decider::Lot) => locale.of(words::BY_LOT).to_owned(),
        Some(Decider::Number) => locale.of(words::BY_NUMBER).to_owned(),
    }
}

fn table(
    app: &'static Words,
    session: &Session,
    contest: &Contest<'_>,
    ranking: &Ranking,
) -> Option<AnyView> {
    let locale = app.locale;
    if ranking.standings.is_empty() {
        return None;
    }
    let row = |standing: &Standing| {
        let total = &standing.total;
        let (reached, all) = contest.reached(standing.unit);
        let tied = standing
            .tied
            .then(|| view! { <Chip tone=Tone::Wait icon=Icon::Two word=locale.of(words::TIED)/> });
        let again = standing.verify_again.then(
            || view! { <Chip tone=Tone::Grave icon=Icon::Alert word=locale.of(words::VERIFY_AGAIN_SHORT)/> },
        );
        let name = unit_name(Some(session), standing.unit);
        view! {
            <tr>
                <td data-label=locale.of(words::PLACE)><strong>{standing.place}</strong></td>
                <th scope="row">{name} " " {tied} {again}</th>
                <td data-label=locale.of(words::TOTAL_OF)>
                    <strong class="number">{points(locale, total.sum)}</strong>
                </td>
                <td data-label=locale.of(words::BONUS)>{points(locale, total.bonus)}</td>
                <td data-label=locale.of(words::PENALTY)>{points(locale, total.penalty)}</td>
                <td data-label=locale.of(words::REACHED)>{[reached.to_string(), all.to_string()].join("/")}</td>
                <td data-label=locale.of(words::BASIS)>{locale.of(words::basis(standing.basis))}</td>
                <td data-label=locale.of(words::DECIDED_BY)>{decided(app, contest, standing)}</td>
            </tr>
        }
    };
    let rows: Vec<_> = ranking.standings.iter().map(row).collect();
    let tied = ranking.standings.iter().any(|standing| standing.tied);
    let tied = tied.then(|| view! { <p class="help">{locale.of(words::TIED_HELP)}</p> });
    Some(
        view! {
            <div class="sideways" tabindex="0" role="region" aria-label=locale.of(words::RANKING)>
                <table class="then-and-now">
                    <thead>
                        <tr>
                            <th scope="col">{locale.of(words::PLACE)}</th>
                            <th scope="col">{locale.of(words::MEMBER)}</th>
                            <th scope="col">{locale.of(words::TOTAL_OF)}</th>
                            <th scope="col">{locale.of(words::BONUS)}</th>
                            <th scope="col">{locale.of(words::PENALTY)}</th>
                            <th scope="col">{locale.of(words::REACHED)}</th>
                            <th scope="col">{locale.of(words::BASIS)}</th>
                            <th scope="col">{locale.of(words::DECIDED_BY)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {tied}
        }
        .into_any(),
    )
}

fn unranked(app: &'static Words, session: &Session, ranking: &Ranking) -> Option<AnyView> {
    let locale = app.locale;
    let line = |(unit, why): &(PartitionId, thidua_domain::score::Unranked)| {
        let (name, why) = (unit_name(Some(session), *unit), words::unranked(locale, *why));
        view! { <li><span>{name}</span><span class="muted">{why}</span></li> }
    };
    let lines: Vec<_> = ranking.unranked.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h3 class="section-title">{locale.of(words::WITHOUT_PLACE)}</h3>
            <ul class="plain-list">{lines}</ul>
        }
        .into_any()
    })
}

/// One member that goes forward, with the way to its nomination.
fn proposal(
    detail: Detail,
    session: &Arc<Session>,
    contest: &Contest<'_>,
    own: &Proposal<'_>,
    made: RwSignal<Made>,
    open: Callback<()>,
) -> AnyView {
    let app = detail.app;
    let locale = app.locale;
    let book = detail.book;
    let award = own.known_award().map_or(own.award, |award| fields::award(app, award)).to_owned();
    let name = unit_name(Some(session), own.unit);
    let figures = detail
        .record
        .get()
        .map_or_else(String::new, |record| figures(app, session.place_name(record.partition), contest, own));
    let nominations = book.nominations().get();
    let of_unit = nominations.iter().filter(|record| record.partition == own.unit);
    let known = own.made(of_unit.map(|record| (record.id, &record.fields)));
    let may = session.units().any(|place| place.id == own.unit);
    let act = match known {
        Some(id) => {
            let address = ["/nominations/", &id.to_string()].concat();
            let link = link(Weight::Other, Some(Icon::Award), locale.of(words::SEE_NOMINATION), address);
            view! {
                <div class="chips">
                    <Chip tone=Tone::Done icon=Icon::Tick word=locale.of(words::NOMINATED)/>
                </div>
                <div class="buttons">{link}</div>
            }
            .into_any()
        }
        None if may && own.known_award().is_some() => {
            let texts = texts(app, own, &name, &figures);
            let press = move |()| begin(book, texts.clone(), made, open);
            let act = button(Weight::Primary, Some(Icon::Award), locale.of(words::NOMINATE), press);
            view! { <div class="buttons">{act}</div> }.into_any()
        }
        None => view! { <p class="help">{locale.of(words::NOMINATED_ELSEWHERE)}</p> }.into_any(),
    };
    let warned = [
        (own.alone, words::ALONE),
        (own.provisional, words::PROVISIONAL_SHORT),
        (own.tied, words::TIED_SHORT),
        (!own.signed, words::UNSIGNED),
    ];
    let warned: Vec<_> = warned
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, word)| view! { <Chip tone=Tone::Wait icon=Icon::Alert word=locale.of(word)/> })
        .collect();
    view! {
        <article class="card">
            <h4>{name}</h4>
            <p class="award">{Icon::Award.draw()} <span>{award}</span></p>
            <p class="prose">{figures}</p>
            <div class="chips">{warned}</div>
            {act}
        </article>
    }
    .into_any()
}

/// What was achieved, with every figure counted from the records.
fn figures(app: &Words, group: &str, contest: &Contest<'_>, own: &Proposal<'_>) -> String {
    let locale = app.locale;
    let place = contest.pledge(own.unit);
    let mut lines = vec![
        words::placed(locale, own.place, own.of, group, own.year),
        words::scored(
            locale,
            &points(locale, own.total.sum),
            &points(locale, own.max),
            &points(locale, own.total.bonus),
            &points(locale, own.total.penalty),
        ),
        words::fulfilled(locale, own.reached.0, own.reached.1),
    ];
    if let Some((_, fields)) = place {
        let pledge = Pledge::read(fields);
        let line = |target: &Target<'_>| {
            let result = target.result_of(Period::Year)?;
            let result = promise::figure(app, target, Some(result));
            let plan = promise::plan(app, target);
            Some(words::target(locale, target.name, &result, &plan))
        };
        lines.extend(pledge.targets.iter().filter_map(line));
    }
    lines.join("\n")
}

/// The form of the nomination as if it had been typed.
fn texts(app: &Words, own: &Proposal<'_>, name: &str, figures: &str) -> litemap::LiteMap<String, String> {
    let notation = app.locale.notation();
    let kind = RecordKind::Nomination;
    let values = own.nomination(name, figures);
    let typed = values.iter().map(|(field, value)| {
        (EntryName::Of(*field).to_string(), entry::write_of(kind, *field, value, notation))
    });
    let place = (EntryName::Place.to_string(), own.unit.to_string());
    order::gathered(typed.chain([place]))
}

/// Lays the nomination ready as a draft, and opens its form. What somebody is typing there is not thrown away.
fn begin(book: Book, texts: litemap::LiteMap<String, String>, made: RwSignal<Made>, open: Callback<()>) {
    let key = DraftKey::New(RecordKind::Nomination);
    let is_taken = book
        .drafts()
        .with_untracked(|drafts| drafts.iter().any(|draft| draft.key == key && draft.texts != texts));
    if is_taken {
        return made.set(Made::Taken);
    }
    let draft = Draft { key, kind: RecordKind::Nomination, texts, saved_at_ms: web::now_ms() };
    spawn_local(async move {
        match book.save_draft(draft).await {
            Ok(()) => _ = open.try_run(()),
            Err(error) => _ = made.try_set(Made::Failed(error)),
        }
    });
}
