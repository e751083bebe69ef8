//! The parts of the app that are apart from what the first screen needs. Each is a WebAssembly module of its own, which
//! `xtask` cuts off the program along these functions; all of them are kept on the device once the app is installed.

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::more::MoreScreen;
use super::sync_health::SyncHealthScreen;
use super::way::bulk;
use super::work::cards as work_cards;
use super::{committee_settings, papers, quotas as of_quotas};
use super::{import as of_import, nominations as of_nominations, people as of_people, pledges as of_pledges};
use crate::components::later::later;

type Drawn = Result<AnyView, SplitLoaderError>;

/// What wants the officer.
pub(crate) fn work() -> AnyView {
    later(|| Box::pin(draw_work()))
}

/// The section of nominations.
pub(crate) fn nominations() -> AnyView {
    later(|| Box::pin(draw_nominations()))
}

/// The section of pledges.
pub(crate) fn pledges() -> AnyView {
    later(|| Box::pin(draw_pledges()))
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

/// The year's calendar.
pub(crate) fn calendar() -> AnyView {
    later(|| Box::pin(draw_calendar()))
}

/// What the committee has set.
pub(crate) fn settings() -> AnyView {
    later(|| Box::pin(draw_settings()))
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

#[wasm_split(law, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_settings() -> Drawn {
    Ok(committee_settings::screen())
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_more() -> Drawn {
    Ok(view! { <MoreScreen/> }.into_any())
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_sync_health() -> Drawn {
    Ok(view! { <SyncHealthScreen/> }.into_any())
}
