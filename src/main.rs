//! Thi Đua in the browser: emulation and commendation, with or without a connection.
//!
//! The screens (`features`) read signals of the book (`book`) and call its commands; nothing else reaches the store or
//! the endpoint. What lives as long as the page is made once, in `app`.

mod app;
mod book;
mod components;
mod connection;
mod features;
mod forms;
mod locale;
mod order;
mod recovery;
mod storage;
mod web;
mod worker;

use leptos::prelude::*;

use crate::app::App;
use crate::web::settings::Settings;

fn main() {
    recovery::stand_by();
    let settings = Settings::load();
    settings.show();
    mount_to_body(move || view! { <App settings=settings/> });
}
