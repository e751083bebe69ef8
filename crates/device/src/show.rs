//! The device's state as text, for people and for programs that compare.

use std::fmt::Write as _;

use thidua_sync::client::{PendingState, View};
use thidua_sync::operation::{Action, Operation};

use crate::clock;
use crate::names;
use crate::run::{Failure, Run};
use crate::script::Shown;

/// The text.
///
/// # Errors
/// Where nobody has signed in, or there is no such record.
pub(crate) fn show(run: &Run, shown: &Shown) -> Result<String, Failure> {
    let replica = run.device.replica()?;
    let mut text = String::new();
    match shown {
        Shown::All => summary(run, &mut text)?,
        Shown::Records => replica.views().iter().for_each(|view| record(run, view, &mut text)),
        Shown::Outbox => {
            for pending in replica.outbox().values() {
                let state = match &pending.state {
                    PendingState::Open => "open",
                    PendingState::Sealed(_) => "sealed",
                    PendingState::Parked(_) => "parked",
                    PendingState::Offered(..) => "offered",
                };
                line(&mut text, format_args!("{} {state}", operation(run, &pending.op)));
            }
        }
        Shown::Refused => {
            for refused in replica.refused().values() {
                let (op, code) = (operation(run, &refused.op), refused.reason.code());
                line(&mut text, format_args!("{op} refused {code} {:?}", refused.reason));
            }
        }
        Shown::Record(name) => match replica.view(run.record(name)?) {
            Some(view) => record(run, &view, &mut text),
            None => line(&mut text, format_args!("{} is not held", run.fill(&name.text))),
        },
    }
    Ok(text)
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing into memory does not fail.
    let _written = writeln!(text, "{words}");
}

fn summary(run: &Run, text: &mut String) -> Result<(), Failure> {
    let (device, replica) = (&run.device, run.device.replica()?);
    let meta = replica.meta();
    line(
        text,
        format_args!("account {} device {} endpoint {}", device.login(), meta.device, device.server()),
    );
    let login = if device.is_let_in() { "signed in" } else { "signed out" };
    let there = if run.is_offline() { "offline" } else { "online" };
    let complete = meta.complete_ms.map_or_else(|| "never".to_owned(), clock::written);
    line(text, format_args!("clock {} {there} {login} complete {complete}", clock::written(device.now().0)));
    let views = replica.views();
    let count = |is_it: &dyn Fn(&View) -> bool| views.iter().filter(|view| is_it(view)).count();
    line(
        text,
        format_args!(
            "records {} deleted {} conflicts {} outbox {} refused {} generation {} next {}",
            count(&|view| !view.deleted),
            count(&|view| view.deleted),
            count(&|view| !view.conflicts.is_empty()),
            replica.outbox().len(),
            replica.refused().len(),
            meta.generation,
            meta.next_counter,
        ),
    );
    Ok(())
}

fn called(run: &Run, record: thidua_domain::record::RecordId) -> String {
    run.device.name_of(record).map_or_else(|| record.to_string(), str::to_owned)
}

fn record(run: &Run, view: &View, text: &mut String) {
    let mut marks = String::new();
    for (is, mark) in [
        (view.deleted, " deleted"),
        (view.returned, " returned"),
        (view.unsent, " unsent"),
        (!view.conflicts.is_empty(), " disputed"),
    ] {
        marks.push_str(if is { mark } else { "" });
    }
    let state = thidua_domain::record::RecordKind::from_code(view.kind)
        .and_then(|kind| names::state(kind, &view.fields))
        .map(|state| format!(" state={state}"))
        .unwrap_or_default();
    let kind = names::of_kind(view.kind);
    line(text, format_args!("{kind} {} in {}{state}{marks}", called(run, view.id), view.partition));
    for (field, value) in &view.fields {
        let name = names::of_field(view.kind, *field);
        line(text, format_args!("  {name}={}", names::of_value(value)));
        for other in view.conflicts.get(field).into_iter().flatten() {
            line(text, format_args!("  {name} or {} by {:?}", names::of_value(&other.value), other.rev));
        }
    }
}

fn operation(run: &Run, op: &Operation) -> String {
    let action = match op.action {
        Action::Create => "create",
        Action::Edit => "edit",
        Action::Delete => "delete",
        Action::Restore => "restore",
        Action::Step => "step",
        Action::Erase => "erase",
    };
    format!("{} {action} {} {}", op.counter, names::of_kind(op.kind), called(run, op.record))
}
