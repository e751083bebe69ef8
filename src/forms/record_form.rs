//! The frame of a form that makes or changes one record: its title, a draft that is resumed, and the bar at its foot.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use thidua_domain::record::RecordId;

use super::foot::{FormFoot, Resumed};
use super::form::Form;
use crate::components::toast::use_toaster;
use crate::locale::words;

/// The form for one record of a section.
#[derive(Clone, Copy)]
pub(crate) struct RecordForm {
    /// What is typed.
    pub(crate) form: Form,
    /// The address of the section, with which those of its records begin.
    pub(crate) home: &'static str,
    /// The record that is changed; none where one is made.
    pub(crate) record: Option<RecordId>,
    /// What the form is for.
    pub(crate) title: &'static str,
    /// Begins anew, after what was typed is given up.
    pub(crate) again: Callback<()>,
}

impl RecordForm {
    /// Draws the form around its parts. `missing` says what is still to be filled in, and tracks; `save` checks and
    /// saves, and calls back with the record, to which this leads.
    pub(crate) fn draw(
        self,
        missing: impl Fn() -> String + Send + Sync + 'static,
        save: impl Fn(Callback<RecordId>) + 'static,
        parts: AnyView,
    ) -> AnyView {
        self.drawn(Signal::derive(missing), Box::new(save), parts)
    }

    fn drawn(
        self,
        missing: Signal<String>,
        save: Box<dyn Fn(Callback<RecordId>)>,
        parts: AnyView,
    ) -> AnyView {
        let Self { form, home, record, title, again } = self;
        let words = words();
        let (toaster, navigate) = (use_toaster(), use_navigate());
        let address = move |id: RecordId| [home, "/", &id.to_string()].concat();
        let saved = Callback::new(move |id| {
            toaster.say(words.form().saved);
            navigate(&address(id), Default::default());
        });
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            save(saved);
        };
        let back = record.map_or_else(|| home.to_owned(), address);
        view! {
            <form class="form" novalidate on:submit=submit>
                <h2 tabindex="-1">{title}</h2>
                <Resumed form=form words=words on_discard=again/>
                {parts}
                <FormFoot form=form words=words missing=missing back=back/>
            </form>
        }
        .into_any()
    }
}
