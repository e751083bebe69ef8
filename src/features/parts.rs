//! The parts of the app that are apart from what the first screen needs. Each is a WebAssembly module of its own, which
//! `xtask` cuts off the program along these functions; all of them are kept on the device once the app is installed.

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::administration::section as administration_section;
use super::conflicts::screen as conflicts_screen;
use super::more::MoreScreen;
use super::passkey as of_passkey;
use super::pin as of_pin;
use super::sync_health::{SyncHealthScreen, copies as of_copies, room as of_room};
use super::tray::screen as tray_screen;
use super::way::bulk;
use super::work::{begun as work_begun, cards as work_cards, wrong as work_wrong};
use super::{
    blocs as of_blocs, carry as of_carry, committee_settings, council as of_council,
    enrolment as of_enrolment, hub as of_hub, models as of_models, movements as of_movements, papers,
    quotas as of_quotas,
};
use super::{
    import as of_import, indicators as of_indicators, nominations as of_nominations, people as of_people,
    persons as of_persons, pledges as of_pledges,
};
use crate::book::use_book;
use crate::components::later::{Coming, later};

type Drawn = Result<AnyView, SplitLoaderError>;

/// What wants the officer.
pub(crate) fn work() -> AnyView {
    later(|| Box::pin(draw_work()))
}

/// What was not carried out, and what holds two versions.
pub(crate) fn wrong() -> AnyView {
    later(|| Box::pin(draw_wrong()))
}

/// What is half written, and what may be there twice.
pub(crate) fn begun() -> AnyView {
    later(|| Box::pin(draw_begun()))
}

/// The section of nominations.
pub(crate) fn nominations() -> AnyView {
    later(|| Box::pin(draw_nominations()))
}

/// The section of pledges.
pub(crate) fn pledges() -> AnyView {
    later(|| Box::pin(draw_pledges()))
}

/// The figures of the year, the new-rural criteria, and charts of both.
pub(crate) fn indicators() -> AnyView {
    later(|| Box::pin(draw_indicators()))
}

/// The blocs and clusters of a year: who belongs to them, signing, points and places.
pub(crate) fn blocs() -> AnyView {
    later(|| Box::pin(draw_blocs()))
}

/// The points of one member by one scorer.
pub(crate) fn scores() -> AnyView {
    later(|| Box::pin(draw_scores()))
}

/// The register of people, collectives and households.
pub(crate) fn people() -> AnyView {
    later(|| Box::pin(draw_people()))
}

/// The list of an Excel file, made into nominations or entries of the register.
pub(crate) fn import() -> AnyView {
    later(|| Box::pin(draw_import()))
}

/// One step on many dossiers.
pub(crate) fn handle() -> AnyView {
    later(|| Box::pin(draw_handle()))
}

/// How many places are left, and why.
pub(crate) fn quotas() -> AnyView {
    later(|| Box::pin(draw_quotas()))
}

/// The decisions that give awards.
pub(crate) fn decisions() -> AnyView {
    later(|| Box::pin(draw_decisions()))
}

/// The nominees that were made public.
pub(crate) fn notices() -> AnyView {
    later(|| Box::pin(draw_notices()))
}

/// The movements of the committee.
pub(crate) fn movements() -> AnyView {
    later(|| Box::pin(draw_movements()))
}

/// The models worth copying.
pub(crate) fn models() -> AnyView {
    later(|| Box::pin(draw_models()))
}

/// The year's calendar.
pub(crate) fn calendar() -> AnyView {
    later(|| Box::pin(draw_calendar()))
}

/// What the committee has set.
pub(crate) fn settings() -> AnyView {
    later(|| Box::pin(draw_settings()))
}

/// Accounts, places, devices and the log, for administrators.
pub(crate) fn administration() -> AnyView {
    later(|| Box::pin(draw_administration()))
}

/// What devices without a login have handed in, for the standing office and administrators.
pub(crate) fn tray() -> AnyView {
    later(|| Box::pin(draw_tray()))
}

/// What is held about one person, what may be erased of it, and for how long the rest is kept.
pub(crate) fn persons() -> AnyView {
    later(|| Box::pin(draw_persons()))
}

/// What holds two versions.
pub(crate) fn conflicts() -> AnyView {
    later(|| Box::pin(draw_conflicts()))
}

/// What helps where the device is full.
pub(crate) fn room() -> AnyView {
    later(|| Box::pin(draw_room()))
}

/// The copies that were made before the store was changed.
pub(crate) fn copies() -> AnyView {
    later(|| Box::pin(draw_copies()))
}

/// The sessions of the council.
pub(crate) fn council() -> AnyView {
    later(|| Box::pin(draw_council()))
}

/// What carries a member's ballot to the endpoint, wherever in the app they are. Nothing is to be seen of it.
pub(crate) fn courier() -> AnyView {
    let place = Owner::current().unwrap_or_default();
    let arrival = async {
        // Where the code cannot be had now, the screen of the council brings it, and the next start.
        let _absent = start_courier().await;
    };
    spawn_local(place.with(|| ScopedFuture::new(arrival)));
    ().into_any()
}

/// What sends files of evidence, wherever in the app the officer is. Nothing is to be seen of it, and its code comes when
/// there is a file.
pub(crate) fn porter() -> AnyView {
    let book = use_book();
    spawn_local(book.look_for_files());
    bring(book.files().wanted.into(), || Box::pin(start_porter()))
}

/// What locks the device and hears of other tabs that do. Nothing is to be seen of it, and its code comes when a PIN is set.
pub(crate) fn guard() -> AnyView {
    bring(use_book().wants_guard(), || Box::pin(start_guard()))
}

/// Where the PIN is asked for.
pub(crate) fn lock_screen() -> AnyView {
    later(|| Box::pin(draw_lock_screen()))
}

/// Where a slip opens an account.
pub(crate) fn enrolment() -> AnyView {
    later(|| Box::pin(draw_enrolment()))
}

/// The form for another password; `close` is told when it is done or given up.
pub(crate) fn password(close: Callback<()>) -> AnyView {
    provide_context(Close(close));
    later(|| Box::pin(draw_password()))
}

/// What closes a form that comes later.
#[derive(Clone, Copy)]
struct Close(Callback<()>);

/// Where the PIN is set, changed and taken off.
pub(crate) fn pin() -> AnyView {
    later(|| Box::pin(draw_pin()))
}

/// What signs in by a passkey, once that was asked for.
pub(crate) fn passkey_door() -> AnyView {
    later(|| Box::pin(draw_passkey_door()))
}

/// Where passkeys are made and taken away.
pub(crate) fn passkey() -> AnyView {
    later(|| Box::pin(draw_passkey()))
}

/// Work by file, on the screen of the sync.
pub(crate) fn hub() -> AnyView {
    later(|| Box::pin(draw_hub()))
}

/// Work by file.
pub(crate) fn carry() -> AnyView {
    later(|| Box::pin(draw_carry()))
}

/// Work by file, before somebody signs out with work that is only here.
pub(crate) fn before_leaving() -> AnyView {
    later(|| Box::pin(draw_before_leaving()))
}

/// Brings code that works out of sight, when it is wanted.
fn bring(wanted: Signal<bool>, start: fn() -> Coming) -> AnyView {
    let place = Owner::current().unwrap_or_default();
    let is_here = StoredValue::new(false);
    Effect::new(move || {
        if !wanted.get() || is_here.get_value() {
            return;
        }
        is_here.set_value(true);
        let arrival = async move {
            // Where the code cannot be had now, it is asked for when it is wanted next, and at the next start.
            if start().await.is_err() {
                let _gone = is_here.try_set_value(false);
            }
        };
        spawn_local(place.with(|| ScopedFuture::new(arrival)));
    });
    ().into_any()
}

/// The account, the settings and the way out.
pub(crate) fn more() -> AnyView {
    later(|| Box::pin(draw_more()))
}

/// The health of the sync.
pub(crate) fn sync_health() -> AnyView {
    later(|| Box::pin(draw_sync_health()))
}

#[wasm_split(work, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_work() -> Drawn {
    Ok(work_cards())
}

#[wasm_split(cards, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_wrong() -> Drawn {
    Ok(work_wrong())
}

#[wasm_split(cards, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_begun() -> Drawn {
    Ok(work_begun())
}

#[wasm_split(records, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_nominations() -> Drawn {
    Ok(of_nominations::section())
}

#[wasm_split(records, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_handle() -> Drawn {
    Ok(bulk::screen())
}

#[wasm_split(records, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_pledges() -> Drawn {
    Ok(of_pledges::section())
}

#[wasm_split(indicators, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_indicators() -> Drawn {
    Ok(of_indicators::section())
}

#[wasm_split(blocs, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_blocs() -> Drawn {
    Ok(of_blocs::section())
}

#[wasm_split(blocs, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_scores() -> Drawn {
    Ok(of_blocs::scores())
}

#[wasm_split(records, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_conflicts() -> Drawn {
    Ok(conflicts_screen())
}

#[wasm_split(people, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_people() -> Drawn {
    Ok(of_people::section())
}

#[wasm_split(import, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_import() -> Drawn {
    Ok(of_import::screen())
}

#[wasm_split(law, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_quotas() -> Drawn {
    Ok(of_quotas::screen())
}

#[wasm_split(papers, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_decisions() -> Drawn {
    Ok(papers::decisions())
}

#[wasm_split(papers, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_notices() -> Drawn {
    Ok(papers::notices())
}

#[wasm_split(papers, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_calendar() -> Drawn {
    Ok(papers::calendar())
}

#[wasm_split(commons, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_movements() -> Drawn {
    Ok(of_movements::section())
}

#[wasm_split(commons, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_models() -> Drawn {
    Ok(of_models::section())
}

#[wasm_split(law, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_settings() -> Drawn {
    Ok(committee_settings::screen())
}

#[wasm_split(administration, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_administration() -> Drawn {
    Ok(administration_section())
}

#[wasm_split(administration, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_tray() -> Drawn {
    Ok(tray_screen())
}

#[wasm_split(administration, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_persons() -> Drawn {
    Ok(of_persons::screen())
}

#[wasm_split(council, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_council() -> Drawn {
    Ok(of_council::section())
}

#[wasm_split(council, wasm_split_path = ::leptos::wasm_split, fallible)]
fn start_courier() -> Drawn {
    of_council::courier::start();
    Ok(().into_any())
}

#[wasm_split(porter, wasm_split_path = ::leptos::wasm_split, fallible)]
fn start_porter() -> Drawn {
    use_book().start_porter();
    Ok(().into_any())
}

#[wasm_split(pin, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_lock_screen() -> Drawn {
    Ok(of_pin::door())
}

#[wasm_split(pin, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_pin() -> Drawn {
    Ok(of_pin::screen())
}

#[wasm_split(passkey, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_passkey_door() -> Drawn {
    Ok(of_passkey::door())
}

#[wasm_split(passkey, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_passkey() -> Drawn {
    Ok(of_passkey::screen())
}

#[wasm_split(carry, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_hub() -> Drawn {
    Ok(of_hub::card())
}

#[wasm_split(carry, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_carry() -> Drawn {
    Ok(of_carry::card())
}

#[wasm_split(carry, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_before_leaving() -> Drawn {
    Ok(of_carry::before_leaving())
}

#[wasm_split(pin, wasm_split_path = ::leptos::wasm_split, fallible)]
fn start_guard() -> Drawn {
    of_pin::guard();
    Ok(().into_any())
}

#[wasm_split(entry, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_enrolment() -> Drawn {
    Ok(of_enrolment::screen())
}

#[wasm_split(entry, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_password() -> Drawn {
    let close = use_context::<Close>().map_or_else(|| Callback::new(|()| {}), |close| close.0);
    Ok(of_enrolment::change_card(close))
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_more() -> Drawn {
    Ok(view! { <MoreScreen/> }.into_any())
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_sync_health() -> Drawn {
    Ok(view! { <SyncHealthScreen/> }.into_any())
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_room() -> Drawn {
    Ok(of_room::help())
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_copies() -> Drawn {
    Ok(of_copies::list())
}
