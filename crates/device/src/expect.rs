//! Whether the device holds what a script expects.

use thidua_domain::record::{RecordKind, Value};
use thidua_sync::client::View;

use crate::fault::{At, ScriptError};
use crate::names;
use crate::run::{Failure, Run};
use crate::script::{Counted, Expected, Is};
use crate::word::{Pair, Text};

/// Whether it is so.
///
/// # Errors
/// What is otherwise, and where in the script it was expected.
pub(crate) fn check(run: &Run, at: At, expected: &Expected) -> Result<(), ScriptError> {
    let told = match expected {
        Expected::Count(counted, number) => count(run, *counted, number),
        Expected::Record(name, is, says) => record(run, name, is, says),
        Expected::Reason(name, code) => reason(run, name, code),
        Expected::Offered(name, pair) => offered(run, name, pair),
    };
    told.map_err(|failure| match failure {
        Failure::Script(error) => error,
        Failure::Device(error) => ScriptError::new(at, error.to_string()),
    })
}

fn count(run: &Run, counted: Counted, number: &Text) -> Result<(), Failure> {
    let filled = run.fill(&number.text);
    let (wanted, or_more) = names::count(&filled)
        .ok_or_else(|| ScriptError::new(number.at, format!("{filled:?} is no number")))?;
    let replica = run.device.replica()?;
    let found = match counted {
        Counted::Records(kind) => {
            let is_it = |view: &&View| !view.deleted && kind.is_none_or(|kind| kind.code() == view.kind);
            replica.views().iter().filter(is_it).count()
        }
        Counted::Unsent => replica.outbox().keys().filter(|counter| !replica.is_done(**counter)).count(),
        Counted::Refused => replica.refused().len(),
        Counted::Conflicts => replica.views().iter().filter(|view| !view.conflicts.is_empty()).count(),
        Counted::Waiting => replica.views().iter().map(|view| view.waiting).sum(),
    };
    if found == wanted || (or_more && found > wanted) {
        return Ok(());
    }
    Err(ScriptError::new(number.at, format!("expected {filled}, found {found}")).into())
}

fn record(run: &Run, name: &Text, is: &[(Is, At)], says: &[Pair]) -> Result<(), Failure> {
    let view = run.device.replica()?.view(run.record(name)?);
    for (wanted, at) in is {
        let is_so = match (wanted, &view) {
            (Is::Absent, view) => view.is_none(),
            (_, None) => false,
            (Is::Live, Some(view)) => !view.deleted,
            (Is::Deleted, Some(view)) => view.deleted,
            (Is::Returned, Some(view)) => view.returned,
            (Is::Sent, Some(view)) => !view.unsent,
            (Is::Unsent, Some(view)) => view.unsent,
            (Is::Disputed, Some(view)) => !view.conflicts.is_empty(),
            (Is::Settled, Some(view)) => view.conflicts.is_empty(),
        };
        if !is_so {
            let held = if view.is_some() { "" } else { ": the device does not hold it" };
            return Err(ScriptError::new(*at, format!("it is not {}{held}", names::of_is(*wanted))).into());
        }
    }
    if says.is_empty() {
        return Ok(());
    }
    let view = view.ok_or_else(|| ScriptError::new(name.at, "the device does not hold this record"))?;
    let kind = kind_of(&view, name)?;
    says.iter().try_for_each(|pair| says_so(run, kind, &view, pair))
}

fn kind_of(view: &View, name: &Text) -> Result<RecordKind, ScriptError> {
    let kind = RecordKind::from_code(view.kind);
    kind.ok_or_else(|| ScriptError::new(name.at, "this record is of a kind of a later version"))
}

fn says_so(run: &Run, kind: RecordKind, view: &View, pair: &Pair) -> Result<(), Failure> {
    if let Some(state) = names::state(kind, &view.fields).filter(|_| pair.field.text == "state") {
        if state == run.fill(&pair.value.text) {
            return Ok(());
        }
        return Err(ScriptError::new(pair.value.at, format!("its state is {state}")).into());
    }
    let (field, wanted) = run.value(kind, pair)?;
    let shown = view.fields.get(&field).unwrap_or(&Value::Null);
    if *shown == wanted {
        return Ok(());
    }
    let words = format!("expected {}, found {}", names::of_value(&wanted), names::of_value(shown));
    Err(ScriptError::new(pair.value.at, words).into())
}

fn reason(run: &Run, name: &Text, code: &Text) -> Result<(), Failure> {
    let record = run.record(name)?;
    let replica = run.device.replica()?;
    let last = replica.refused().values().rfind(|refused| refused.op.record == record);
    let last = last.ok_or_else(|| ScriptError::new(name.at, "nothing of this record came back"))?;
    if last.reason.code().to_string() == run.fill(&code.text) {
        return Ok(());
    }
    let words = format!("it came back for {:?} (code {})", last.reason, last.reason.code());
    Err(ScriptError::new(code.at, words).into())
}

fn offered(run: &Run, name: &Text, pair: &Pair) -> Result<(), Failure> {
    let view = run.device.replica()?.view(run.record(name)?);
    let view = view.ok_or_else(|| ScriptError::new(name.at, "the device does not hold this record"))?;
    let (field, wanted) = run.value(kind_of(&view, name)?, pair)?;
    let others = view.conflicts.get(&field).map(Vec::as_slice).unwrap_or_default();
    if others.iter().any(|other| other.value == wanted) {
        return Ok(());
    }
    let there: Vec<String> = others.iter().map(|other| names::of_value(&other.value)).collect();
    let there = if there.is_empty() { "nothing".to_owned() } else { there.join(", ") };
    Err(ScriptError::new(pair.value.at, format!("offered is {there}")).into())
}
