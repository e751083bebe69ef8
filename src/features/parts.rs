//! The parts of the app that are apart from what the first screen needs. Each is a WebAssembly module of its own, which
//! `xtask` cuts off the program along these functions; all of them are kept on the device once the app is installed.

use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::more::MoreScreen;
use super::sync_health::SyncHealthScreen;
use super::{nominations as of_nominations, pledges as of_pledges};
use crate::components::later::later;

type Drawn = Result<AnyView, SplitLoaderError>;

/// The section of nominations.
pub(crate) fn nominations() -> AnyView {
    later(|| Box::pin(draw_nominations()))
}

/// The section of pledges.
pub(crate) fn pledges() -> AnyView {
    later(|| Box::pin(draw_pledges()))
}

/// The account, the settings and the way out.
pub(crate) fn more() -> AnyView {
    later(|| Box::pin(draw_more()))
}

/// The health of the sync.
pub(crate) fn sync_health() -> AnyView {
    later(|| Box::pin(draw_sync_health()))
}

#[wasm_split(records, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_nominations() -> Drawn {
    Ok(of_nominations::section())
}

#[wasm_split(records, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_pledges() -> Drawn {
    Ok(of_pledges::section())
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_more() -> Drawn {
    Ok(view! { <MoreScreen/> }.into_any())
}

#[wasm_split(settings, wasm_split_path = ::leptos::wasm_split, fallible)]
fn draw_sync_health() -> Drawn {
    Ok(view! { <SyncHealthScreen/> }.into_any())
}
