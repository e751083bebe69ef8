//! The communes' cluster of the sample goes through its year: five communes promise and sign, four of them one after the other on
//! the leader's tablet that has no line; they report, score themselves and each other, the office verifies, and the flag and the
//! certificate go to whom they were published for.

mod scoring;
mod signing;

use thidua_domain::bloc::{self, Points};
use thidua_domain::nomination;
use thidua_domain::pledge::{self, Period};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::rule_set::CivilDate;
use thidua_domain::score::{Contest, Ranking};
use thidua_sample::{Cluster, Facts, Unit};
use thidua_sync::client::{NewStep, View};
use thidua_sync::outcome::Reason;

use crate::device::{COMMITTEE, Device};
use crate::test_app::{SAMPLE, TestApp};

/// The logins of the communes in the order of the facts. The first leads the cluster, and its tablet lies on the table.
const LOGINS: [&str; 5] = ["longhiep", "longmai", "longmon", "longson", "thanhan"];
const LEADER: usize = 0;
const LONG_MAI: usize = 1;
const LONG_MON: usize = 2;
const LONG_SON: usize = 3;
const THANH_AN: usize = 4;
const OFFICE: usize = 5;

/// The year of the cluster, as far as it has come.
struct Year {
    _app: TestApp,
    cluster: Cluster,
    devices: Vec<Device>,
    bloc: RecordId,
    /// By member: its pledge.
    pledges: Vec<RecordId>,
}

#[tokio::test]
async fn the_sample_cluster_goes_through_its_year_and_comes_out_as_it_was_published() {
    let mut year = Year::begin().await;
    year.the_office_sets_up_the_cluster().await;
    year.members_write_their_pledges().await;
    year.members_sign_on_one_tablet_without_a_line().await;
    year.a_member_amends_and_signs_again().await;
    year.members_report_the_half_year().await;
    year.members_report_the_year().await;
    year.members_score_without_a_line().await;
    year.the_office_verifies_and_once_again().await;
    year.everybody_sees_the_same_ranking().await;
    year.the_first_and_the_second_are_nominated().await;
}

impl Year {
    async fn begin() -> Self {
        let app = TestApp::start().await;
        let facts = Facts::parse(&std::fs::read_to_string(SAMPLE).unwrap()).unwrap();
        let mut devices = Vec::new();
        for (number, login) in (1..).zip(LOGINS.into_iter().chain(["minhlong"])) {
            devices.push(Device::sign_in(app.url(""), login, number).await);
        }
        let place = |place: &thidua_sync::directory::Place| {
            let (partition, kind) = (PartitionId(place.id), place.partition_kind().unwrap());
            Unit { partition, kind, name: place.name.clone() }
        };
        let units: Vec<Unit> = devices[OFFICE].directory.places.iter().map(place).collect();
        let cluster = thidua_sample::cluster(&facts, &units).unwrap();
        Self { _app: app, cluster, devices, bloc: RecordId::from_bytes([0; 16]), pledges: Vec::new() }
    }

    async fn the_office_sets_up_the_cluster(&mut self) {
        let (partition, fields) = (self.cluster.partition, self.cluster.fields.clone());
        // Nobody else may.
        let leader = &mut self.devices[LEADER];
        let now = leader.now();
        let tried = leader.replica.create(
            now,
            RecordId::from_bytes([7; 16]),
            RecordKind::Bloc,
            partition,
            fields.clone(),
        );
        assert!(tried.is_err(), "a leader is named by the office");
        self.bloc = self.devices[OFFICE].create(RecordKind::Bloc, partition, fields);
        self.everybody_syncs().await;
        // What the members agree on the leader writes down, but not who belongs to the cluster.
        self.devices[LEADER].edit(self.bloc, bloc::REGULATION, "Cụm họp mỗi quý một lần (mẫu).");
        let member = Field::of_item(bloc::MEMBER_IS.number, self.unit(THANH_AN).0);
        let leader = &mut self.devices[LEADER];
        let now = leader.now();
        let removed = leader.replica.edit(now, self.bloc, Fields::from_iter([(member, Value::Null)]));
        assert!(removed.is_err());
        self.everybody_syncs().await;
        self.a_unit_belongs_to_one_bloc().await;
    }

    /// Two in the office who do not hear of each other put a unit into two blocs: the endpoint says so to the second.
    async fn a_unit_belongs_to_one_bloc(&mut self) {
        let office = &mut self.devices[OFFICE];
        let other = office.directory.places.iter().find(|place| {
            place.partition_kind().is_some_and(thidua_domain::record::PartitionKind::is_group)
                && PartitionId(place.id) != self.cluster.partition
        });
        let other = PartitionId(other.expect("the sample has a bloc of offices").id);
        let member = Field::of_item(bloc::MEMBER_IS.number, self.cluster.members[0].unit.partition.0);
        let fields = Fields::from_iter([(bloc::YEAR, 2023.into()), (member, 1.into())]);
        let record = office.create(RecordKind::Bloc, other, fields);
        office.sync().await;
        let fault = thidua_domain::fault::Fault::InTwoBlocs(member);
        assert_eq!(self.refusals(OFFICE), [(record, Reason::Fault(fault))]);
    }

    async fn everybody_syncs(&mut self) {
        // Twice: what the last one brings, the first one has to fetch.
        for at in (0..self.devices.len()).cycle().take(2 * self.devices.len()) {
            self.devices[at].sync().await;
        }
    }

    fn unit(&self, member: usize) -> PartitionId {
        self.cluster.members[member].unit.partition
    }

    /// The operations that a device was refused, and why. The officer has read it.
    fn refusals(&mut self, at: usize) -> Vec<(RecordId, Reason)> {
        let device = &mut self.devices[at];
        let refused: Vec<_> = device.replica.refused().values().cloned().collect();
        for refused in &refused {
            let batch = device.replica.dismiss(refused.op.counter);
            device.commit(batch);
        }
        refused.into_iter().map(|refused| (refused.op.record, refused.reason)).collect()
    }

    fn step(&mut self, at: usize, record: RecordId, step: pledge::Step, day: &str, says: Fields) {
        let day: CivilDate = day.parse().unwrap();
        let new = NewStep { kind: step.code(), leads_to: step.leads_to().code(), day, says };
        self.devices[at].on(&day.to_string());
        self.devices[at].step(record, new);
    }

    fn write(&mut self, at: usize, record: RecordId, fields: Fields) {
        let device = &mut self.devices[at];
        let now = device.now();
        let batch = device.replica.edit(now, record, fields).unwrap();
        device.commit(batch);
    }

    async fn members_report_the_half_year(&mut self) {
        for at in LEADER..=THANH_AN {
            // Long Mai is five days late.
            let day = if at == LONG_MAI { "2023-07-15" } else { "2023-07-05" };
            self.report(at, Period::HalfYear, day);
        }
        self.everybody_syncs().await;
        let late = |year: &Self, member: usize| {
            let fields = year.devices[OFFICE].view(year.pledges[member]).fields;
            let bloc = year.devices[OFFICE].view(year.bloc).fields;
            pledge::late_reports(&pledge::reports(&fields, &bloc, "2023-07-20".parse().unwrap()))
        };
        assert_eq!((late(self, LONG_MAI), late(self, LONG_MON)), (1, 0));
    }

    async fn members_report_the_year(&mut self) {
        for at in LEADER..=THANH_AN {
            self.report(at, Period::Year, "2024-01-08");
        }
        self.everybody_syncs().await;
    }

    /// Results are open while the pledge is signed.
    fn report(&mut self, at: usize, period: Period, day: &str) {
        let member = &self.cluster.members[at];
        let results = if period == Period::Year { &member.year } else { &member.half };
        let days = results.keys().map(|field| (Field::of_item(period.day().number, field.item), day.into()));
        let mut fields = Fields::from_iter(days);
        fields.extend(results.iter().map(|(field, value)| (*field, value.clone())));
        // Not reported on are in the half year: whether the criteria are kept, and the grade.
        if period == Period::HalfYear {
            for (item, result) in [(74, 1), (75, 2)] {
                fields.insert(Field::of_item(period.result().number, item), result.into());
                fields.insert(Field::of_item(period.day().number, item), day.into());
            }
        }
        let record = self.pledges[at];
        self.write(at, record, fields);
    }

    /// What a device makes of the records that it holds.
    fn look<T>(&self, at: usize, of: impl FnOnce(&Contest<'_>) -> T) -> T {
        let views = self.devices[at].replica.views();
        let live = views.iter().filter(|view| !view.deleted && view.partition == self.cluster.partition);
        let known = |view: &View| RecordKind::from_code(view.kind);
        let bloc = self.devices[at].view(self.bloc).fields;
        let records = live.filter_map(|view| Some((view.id, known(view)?, &view.fields)));
        of(&Contest::of(self.bloc, &bloc, records, "2024-01-20".parse().unwrap()))
    }

    async fn everybody_sees_the_same_ranking(&mut self) {
        self.everybody_syncs().await;
        let ranking = |at: usize| self.look(at, |contest| -> Ranking { contest.ranking() });
        let first = ranking(OFFICE);
        for at in LEADER..OFFICE {
            assert_eq!(ranking(at), first, "device {at}");
            assert!(self.devices[at].replica.refused().is_empty());
        }
        assert!(!first.is_provisional() && first.unranked.is_empty());
        let units: Vec<PartitionId> = first.standings.iter().map(|standing| standing.unit).collect();
        assert_eq!(units[..2], [self.unit(LONG_MON), self.unit(THANH_AN)]);
        let sums: Vec<Points> = first.standings.iter().map(|standing| standing.total.sum).collect();
        assert!(sums.windows(2).all(|pair| pair[0] > pair[1]), "{sums:?}");
        // Who reported late lost half a point for it.
        let late = first.of(self.unit(LONG_MAI)).unwrap();
        assert_eq!((late.total.penalty, first.standings[0].total.penalty), (Points(50), Points::ZERO));
    }

    /// One tap for each: what the ranking says becomes a nomination of the unit, with its figures, and is not made twice.
    async fn the_first_and_the_second_are_nominated(&mut self) {
        let names = ["Nhân dân và cán bộ xã Long Môn (mẫu)", "Nhân dân và cán bộ xã Thanh An (mẫu)"];
        let made: Vec<(PartitionId, Fields)> = self.look(OFFICE, |contest| {
            let proposals = contest.proposals();
            let what: Vec<_> = proposals.iter().map(|proposal| (proposal.award, proposal.unit)).collect();
            let expected =
                [("co_thi_dua_tinh", self.unit(LONG_MON)), ("bang_khen_tinh", self.unit(THANH_AN))];
            assert_eq!(what, expected);
            assert!(proposals.iter().all(|p| p.signed && !p.tied && !p.provisional && !p.alone && p.of == 5));
            // Thanh An had raised a plan before it signed, and stayed below it.
            assert_eq!(proposals.iter().map(|p| p.reached).collect::<Vec<_>>(), [(5, 5), (4, 5)]);
            let fields = |(proposal, name): (&thidua_domain::score::Proposal<'_>, &str)| {
                let sum = proposal.total.sum.to_decimal();
                let words = format!("Xếp thứ {} của cụm, {sum:?} điểm (mẫu).", proposal.place);
                (proposal.unit, proposal.nomination(name, &words))
            };
            proposals.iter().zip(names).map(fields).collect()
        });
        let mut records = Vec::new();
        for (unit, fields) in made {
            assert_eq!(nomination::check(&fields), []);
            records.push(self.devices[OFFICE].create(RecordKind::Nomination, unit, fields));
        }
        self.everybody_syncs().await;
        assert_eq!(self.refusals(OFFICE), []);
        assert!(self.devices[OFFICE].has(records[0]) && self.devices[LONG_MON].has(records[0]));
        assert!(!self.devices[THANH_AN].has(records[0]), "another unit's dossier");
        assert_eq!(self.devices[THANH_AN].text(records[1], nomination::NAME), names[1]);
        let held: Vec<View> = self.devices[OFFICE].replica.views();
        let again = self.look(OFFICE, |contest| {
            let of_unit = |view: &&View| view.kind == RecordKind::Nomination.code();
            let nominations = || held.iter().filter(of_unit).map(|view| (view.id, &view.fields));
            contest.proposals().iter().map(|proposal| proposal.made(nominations())).collect::<Vec<_>>()
        });
        assert_eq!(again, [Some(records[0]), Some(records[1])]);
        assert!(self.devices[OFFICE].replica.account().grant(COMMITTEE).is_some());
    }
}
