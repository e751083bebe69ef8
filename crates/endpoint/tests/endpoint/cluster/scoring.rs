//! The points: members score themselves and each other without a line, the office verifies, a result changes afterwards and is
//! verified again.

use thidua_domain::bloc::Points;
use thidua_domain::fault::Fault;
use thidua_domain::pledge::{self, Period};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::score::{self, Basis, POINTS, REASON, Role};
use thidua_sync::outcome::Reason;

use super::{LEADER, LONG_MON, LONG_SON, OFFICE, THANH_AN, Year};

impl Year {
    /// Points that somebody gives a member, done on a day.
    fn score(
        &mut self,
        at: usize,
        member: usize,
        role: Role,
        by: Option<PartitionId>,
        points: &[(u32, i64)],
    ) -> RecordId {
        let bloc = self.devices[at].view(self.bloc).fields;
        let pledge = self.devices[at].view(self.pledges[member]).fields;
        let mut fields = score::begin(self.bloc, &bloc, Some(&pledge), self.unit(member), role, by);
        fields.insert(score::DAY, "2024-01-12".into());
        for (criterion, points) in points {
            fields.insert(Field::of_item(POINTS.number, *criterion), Value::from(*points));
            fields.insert(Field::of_item(REASON.number, *criterion), "Theo minh chứng (mẫu)".into());
        }
        self.devices[at].create(RecordKind::Score, self.cluster.partition, fields)
    }

    pub(super) async fn members_score_without_a_line(&mut self) {
        // Each on its own tablet, none of which has a line: all of it meets on the endpoint, and nothing of it clashes.
        for at in LEADER..=THANH_AN {
            let own = self.cluster.members[at].own.clone();
            self.score(at, at, Role::Own, Some(self.unit(at)), &own);
            for other in (LEADER..=THANH_AN).filter(|other| *other != at) {
                let cross = self.cluster.members[other].cross.clone();
                self.score(at, other, Role::Cross, Some(self.unit(at)), &cross);
            }
        }
        self.everybody_syncs().await;
        for at in LEADER..=OFFICE {
            assert_eq!(self.refusals(at), [], "device {at}");
        }
        let (columns, basis, differ) = self.look(OFFICE, |contest| {
            let sheet = contest.sheet(self.unit(LONG_MON));
            let differ = sheet.lines.iter().filter(|line| line.differ.is_some()).count();
            (sheet.columns.len(), sheet.result.map(|(basis, _)| basis), differ)
        });
        assert_eq!((columns, basis, differ), (5, Some(Basis::Crossed), 2));
        assert!(self.look(OFFICE, |contest| contest.duplicates().is_empty()));
        self.what_may_not_be_scored_is_refused().await;
    }

    /// Nobody scores in another's name, and no score exceeds its maximum, whatever a device believes.
    async fn what_may_not_be_scored_is_refused(&mut self) {
        let bloc = self.devices[LONG_SON].view(self.bloc).fields;
        let unit = self.unit(LONG_MON);
        for (role, by) in [(Role::Own, Some(unit)), (Role::Verification, None), (Role::Council, None)] {
            let fields = score::begin(self.bloc, &bloc, None, unit, role, by);
            let device = &mut self.devices[LONG_SON];
            let now = device.now();
            let record = RecordId::from_bytes([0xAB; 16]);
            let tried = device.replica.create(now, record, RecordKind::Score, self.cluster.partition, fields);
            assert!(tried.is_err(), "{role:?}");
        }
        let mut fields = score::begin(self.bloc, &bloc, None, unit, Role::Council, None);
        let points = Field::of_item(POINTS.number, 31);
        fields.insert(points, 1_001.into());
        let record = self.devices[OFFICE].create(RecordKind::Score, self.cluster.partition, fields);
        self.devices[OFFICE].sync().await;
        let refused = self.refusals(OFFICE);
        let [(of, Reason::Fault(fault))] = refused.as_slice() else { panic!("{refused:?}") };
        assert_eq!((*of, fault.code(), fault.field()), (record, 115, Some(points)));
        assert!(matches!(fault, Fault::OverMaximum { .. }));
    }

    pub(super) async fn the_office_verifies_and_once_again(&mut self) {
        let mut verified = Vec::new();
        for member in LEADER..=THANH_AN {
            let points = self.cluster.members[member].verified.clone();
            verified.push(self.score(OFFICE, member, Role::Verification, None, &points));
        }
        self.everybody_syncs().await;
        let of = |year: &Self| {
            year.look(LEADER, |contest| {
                let (basis, total) = contest.sheet(year.unit(LONG_SON)).result.unwrap();
                (basis, total.sum, contest.ranking().is_provisional())
            })
        };
        let (basis, before, provisional) = of(self);
        assert_eq!((basis, provisional), (Basis::Verified, false));

        // Long Sơn corrects a result after the office has verified it.
        let result = Field::of_item(Period::Year.result().number, 73);
        let fields = self.devices[LONG_SON].view(self.pledges[LONG_SON]).fields;
        let less = fields[&result].as_int().unwrap() - 100;
        self.write(LONG_SON, self.pledges[LONG_SON], Fields::from_iter([(result, less.into())]));
        self.everybody_syncs().await;
        let (basis, after, provisional) = of(self);
        assert_eq!((basis, provisional), (Basis::Verified, true), "it is to be verified again");
        assert!(after < before && after > Points::ZERO);
        let again = self.look(OFFICE, |contest| contest.sheet(self.unit(LONG_SON)).verify_again);
        assert!(again);

        // The office looks at it and saves what it has seen.
        let pledge = self.devices[OFFICE].view(self.pledges[LONG_SON]).fields;
        let bloc = self.devices[OFFICE].view(self.bloc).fields;
        self.write(OFFICE, verified[LONG_SON], score::seen(&bloc, Some(&pledge)));
        self.everybody_syncs().await;
        assert!(!of(self).2);
        assert!(pledge::has_results(&pledge));
    }
}
