//! What each place of the ranking is put forward for, in the form of a bloc.

use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::award::{self, SubjectKind};
use thidua_domain::bloc::{FORWARD_AWARD, FORWARD_PLACE};
use thidua_domain::record::Field;
use thidua_domain::rule_set::{AwardYear, RuleSet};

use super::items::{Items, of};
use super::words;
use crate::components::field::{Choice, Group, Keys, Label, SelectField, TextField};
use crate::components::icon::Icon;
use crate::components::long_list::{Row, keyed};
use crate::components::press::{Weight, button, icon_button};
use crate::features::fields;
use crate::forms::entry::EntryName;
use crate::forms::form::Form;
use crate::locale::Words;
use crate::locale::facts::Both;
use crate::web;

/// The rows. `Copy`: its signals live as long as the screen.
#[derive(Clone, Copy)]
pub(super) struct ForwardRows {
    app: &'static Words,
    pub(super) items: Items,
}

impl ForwardRows {
    /// Of an open form.
    pub(super) fn of(form: Form, app: &'static Words) -> Self {
        Self { app, items: Items::of(form, &[FORWARD_AWARD, FORWARD_PLACE], None) }
    }

    /// Rows in which nothing was typed are none.
    pub(super) fn drop_empty(self) {
        self.items.drop_empty(&[FORWARD_AWARD, FORWARD_PLACE]);
    }

    /// Everything.
    pub(super) fn draw(self) -> AnyView {
        let locale = self.app.locale;
        let row = move |item: u32| Row { key: (item.into(), 0), draw: Arc::new(move || self.row(item)) };
        let rows = keyed(Signal::derive(move || self.items.all.get().into_iter().map(row).collect()));
        let add = button(Weight::Other, Some(Icon::Plus), locale.of(words::ADD_FORWARD), move |()| {
            let item = self.items.add();
            let id = ["#", &EntryName::Of(of(FORWARD_PLACE, item)).id()].concat();
            request_animation_frame(move || web::focus(&id));
        });
        view! {
            <fieldset>
                <legend>{locale.of(words::FORWARD)}</legend>
                <p class="help">{locale.of(words::FORWARD_HELP)}</p>
                {rows}
                <div class="buttons">{add}</div>
            </fieldset>
        }
        .into_any()
    }

    fn row(self, item: u32) -> AnyView {
        let app = self.app;
        let label = |field: Field, word: Both| Label {
            id: EntryName::Of(of(field, item)).id(),
            label: app.locale.of(word),
            optional: "",
            help: "",
        };
        let input = |field| self.items.form.of(of(field, item)).input;
        let year = self.items.form.of(thidua_domain::bloc::YEAR).input.text;
        let awards = Signal::derive(move || {
            let today = web::today();
            let rules = year.read().trim().parse::<AwardYear>().ok().zip(today);
            let rules = rules.map_or(RuleSet::R2013, |(year, today)| RuleSet::for_new(year, today));
            let choice = |own: &'static award::Award| Choice {
                value: own.id.to_owned(),
                word: fields::award(app, own).to_owned(),
            };
            let choices = award::catalogue(rules, SubjectKind::Collective).map(choice).collect();
            vec![Group { heading: "", choices }]
        });
        let remove =
            icon_button(Icon::Bin, app.locale.of(words::REMOVE_FORWARD), move |()| self.items.remove(item));
        view! {
            <div class="seat">
                <div class="side-by-side">
                    <TextField
                        input=input(FORWARD_PLACE)
                        label=label(FORWARD_PLACE, words::PLACE)
                        keys=Keys::Whole
                    />
                    <SelectField
                        input=input(FORWARD_AWARD)
                        label=label(FORWARD_AWARD, words::AWARD)
                        empty=app.form().choose
                        groups=awards
                    />
                </div>
                {remove}
            </div>
        }
        .into_any()
    }
}
