//! The sample year goes the whole way: every nomination of it is made, considered, handed up, appraised, voted on,
//! decided on and handed over by four devices in three roles, one of which had no line for two weeks. What comes out
//! is what was published of the real year.

mod awards;
mod office;
mod outcome;
mod units;

use thidua_domain::dossier::{self, State};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_sample::{Facts, New, Unit};
use thidua_sync::client::View;
use thidua_sync::outcome::Reason;

use crate::device::Device;
use crate::test_app::{SAMPLE, TestApp};

/// Where the devices stand in the list of them.
const LONG_MON: usize = 0;
const THANH_AN: usize = 1;
const OFFICE: usize = 2;
const MEMBER: usize = 3;

/// The year, as far as it has come.
struct Year {
    app: TestApp,
    facts: Facts,
    /// What is still to be entered.
    to_make: Vec<New>,
    devices: Vec<Device>,
    /// The dossiers on which the unit without a line and the office meet.
    met: Met,
}

/// What Thanh An does without a line to what the office does something to as well.
#[derive(Default)]
struct Met {
    /// Both write the same sentence, and the unit submits it.
    written: Option<RecordId>,
    /// The unit withdraws it, the office has returned it.
    stepped: Option<RecordId>,
    /// The unit makes it, and the office makes it too.
    twice: Option<RecordId>,
    /// What the office made.
    twice_of_office: Option<RecordId>,
    /// It is beside those of the real year, and does not reach its title.
    rejected: Option<RecordId>,
}

#[tokio::test]
async fn the_sample_year_goes_the_whole_way_and_comes_out_as_it_was_published() {
    let mut year = Year::begin().await;
    year.units_nominate_and_submit().await;
    year.thanh_an_goes_on_without_a_line();
    year.the_office_goes_on_meanwhile().await;
    year.thanh_an_comes_back().await;
    year.everything_is_appraised().await;
    year.the_council_meets().await;
    year.the_district_decides().await;
    year.the_province_decides().await;
    year.awards_are_handed_over().await;
    year.everybody_syncs().await;
    year.everything_is_as_it_was_published().await;
}

impl Year {
    async fn begin() -> Self {
        let app = TestApp::start().await;
        let facts = Facts::parse(&std::fs::read_to_string(SAMPLE).unwrap()).unwrap();
        let mut devices = Vec::new();
        for (number, login) in (1..).zip(["longmon", "thanhan", "minhlong", "hoidong1"]) {
            devices.push(Device::sign_in(app.url(""), login, number).await);
        }
        let place = |place: &thidua_sync::directory::Place| {
            let (partition, kind) = (PartitionId(place.id), place.partition_kind().unwrap());
            Unit { partition, kind, name: place.name.clone() }
        };
        let units: Vec<Unit> = devices[OFFICE].directory.places.iter().map(place).collect();
        let to_make = thidua_sample::year(&facts, &units).unwrap();
        Self { app, facts, to_make, devices, met: Met::default() }
    }

    /// Enters those records that are meant, in their order, on one device.
    fn make(&mut self, at: usize, is_meant: impl FnMut(&New) -> bool) -> Vec<RecordId> {
        let (meant, left): (Vec<New>, Vec<New>) =
            std::mem::take(&mut self.to_make).into_iter().partition(is_meant);
        self.to_make = left;
        let device = &mut self.devices[at];
        meant.into_iter().map(|new| device.create(new.kind, new.unit, new.fields)).collect()
    }

    async fn everybody_syncs(&mut self) {
        // Twice: what the last one brings, the first one has to fetch.
        for at in (0..self.devices.len()).cycle().take(2 * self.devices.len()) {
            self.devices[at].sync().await;
        }
    }

    /// The operations that a device was refused, and why. The officer has read it.
    fn refusals(&mut self, at: usize) -> Vec<(RecordId, Reason, Fields)> {
        let device = &mut self.devices[at];
        let refused: Vec<_> = device.replica.refused().values().cloned().collect();
        for refused in &refused {
            let batch = device.replica.dismiss(refused.op.counter);
            device.commit(batch);
        }
        let typed = |changes: Vec<thidua_sync::operation::Change>| {
            Fields::from_iter(changes.into_iter().map(|change| (change.field, change.value)))
        };
        refused
            .into_iter()
            .map(|refused| (refused.op.record, refused.reason, typed(refused.op.changes)))
            .collect()
    }
}

/// The dossiers that a device shows in a state, in the order in which they were made.
fn dossiers(device: &Device, state: State, is_meant: impl Fn(&View) -> bool) -> Vec<RecordId> {
    let views = device.replica.views();
    let views = views.iter().filter(|view| view.kind == RecordKind::Nomination.code() && !view.deleted);
    let meant = views.filter(|view| State::of(&view.fields) == state && is_meant(view));
    meant.map(|view| view.id).collect()
}

/// The same step on many dossiers.
fn take(
    device: &mut Device,
    step: dossier::Step,
    day: &str,
    says: &[(Field, Value)],
    dossiers: impl IntoIterator<Item = RecordId>,
) {
    device.on(day);
    let taken = crate::taken::of_dossier(step, day, says);
    device.step_each(dossiers.into_iter().map(|dossier| (dossier, taken.clone())).collect());
}

fn text(fields: &Fields, field: Field) -> &str {
    fields.get(&field).and_then(Value::as_text).unwrap_or_default()
}
