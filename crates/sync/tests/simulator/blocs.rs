//! The year of a cluster: the office sets it up, members promise and sign, and score each other, each upon what their own screen shows.

use thidua_domain::bloc::{CRITERION_MAX, CRITERION_NAME, LEADER, MEMBER_IS, MEMBER_UNTIL, REGULATION, YEAR};
use thidua_domain::pledge::{self, Pen, SIGN_PEN, SIGN_STROKES, SIGN_TYPED, TARGET_MEASURE};
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_domain::score::{self, POINTS, Role};
use thidua_domain::signature::{Point, Signature};
use thidua_domain::step;
use thidua_sync::client::{NewStep, View};

use crate::world::{CLUSTER, LONG_MON, THANH_AN, World};

/// The criterion of the table, and the most points that it gives.
const CRITERION: u32 = 1;
pub const MOST: i64 = 1_000;

const fn of(field: Field, item: u32) -> Field {
    Field::of_item(field.number, item)
}

/// A drawing that is a signature, or one that is none.
fn strokes(is_a_mark: bool) -> String {
    let point = |x, y| Point { x, y, pressure: None, after_ms: 9 };
    let far = if is_a_mark { 2_000 } else { 31 };
    Signature::draw(1_000, &[vec![point(30, 500), point(far, 300)]]).expect("on the pad").encode()
}

impl World {
    /// The year of the cluster, as the office makes it.
    pub fn new_bloc(&mut self) -> Fields {
        let year = if self.rng.u32(..4) == 0 { 2024 } else { 2023 };
        let mut fields = Fields::from_iter([
            (YEAR, year.into()),
            (LEADER, i64::from(LONG_MON.0).into()),
            (of(CRITERION_NAME, CRITERION), "Tiêu chí (mẫu)".into()),
            (of(CRITERION_MAX, CRITERION), MOST.into()),
        ]);
        for unit in [LONG_MON, THANH_AN] {
            if self.rng.u32(..8) > 0 {
                fields.insert(of(MEMBER_IS, unit.0), 1.into());
            }
        }
        fields
    }

    /// What somebody writes into the year of a cluster.
    pub fn some_of_bloc(&mut self) -> Fields {
        let unit = if self.rng.bool() { LONG_MON } else { THANH_AN };
        let (field, value) = match self.rng.u32(..6) {
            0 => (of(MEMBER_IS, unit.0), if self.rng.bool() { 1.into() } else { Value::Null }),
            1 => {
                let day = if self.rng.bool() { "2024-03-01".into() } else { Value::Null };
                (of(MEMBER_UNTIL, unit.0), day)
            }
            _ => (REGULATION, format!("Quy chế {} (mẫu)", self.rng.u32(..5)).as_str().into()),
        };
        Fields::from_iter([(field, value)])
    }

    /// Points that one gives another by the table of a cluster that the device shows; none where it shows no cluster.
    pub fn new_score(&mut self, home: PartitionId, views: &[&View]) -> Option<Fields> {
        let bloc = views.iter().find(|view| view.kind == RecordKind::Bloc.code())?;
        let unit = if self.rng.bool() { LONG_MON } else { THANH_AN };
        let (role, by) = match self.rng.u32(..4) {
            0 => (Role::Verification, None),
            1 => (Role::Own, Some(unit)),
            _ => (if unit == home { Role::Own } else { Role::Cross }, Some(home)),
        };
        let pledges = views.iter().filter(|view| view.kind == RecordKind::Pledge.code());
        let mut own = pledges.filter(|view| pledge::unit(&view.fields) == Some(unit));
        let seen = own.next().map(|view| &view.fields);
        let mut fields = score::begin(bloc.id, &bloc.fields, seen, unit, role, by);
        fields.extend(self.some_points());
        Some(fields)
    }

    /// Points, sometimes more than there are.
    pub fn some_points(&mut self) -> Fields {
        let points = self.rng.i64(0..MOST + 150);
        Fields::from_iter([(of(POINTS, CRITERION), points.into()), (score::DAY, "2024-01-10".into())])
    }

    /// A signature or an amendment, most often one that goes.
    pub fn pledge_step(&mut self, view: &View, views: &[&View], home: PartitionId) -> Option<NewStep> {
        let is_signed = pledge::State::of(&view.fields) == pledge::State::Signed;
        let taken =
            if is_signed == (self.rng.u32(..12) > 0) { pledge::Step::Amend } else { pledge::Step::Sign };
        let mut new = self.new_step(taken.code(), taken.leads_to().code());
        match taken {
            pledge::Step::Amend => _ = new.says.insert(step::REASON, "Giao thêm chỉ tiêu (mẫu)".into()),
            pledge::Step::Sign => {
                let bloc = views.iter().find(|view| view.kind == RecordKind::Bloc.code())?;
                let pen = if pledge::unit(&view.fields) == Some(home) { Pen::OwnUnit } else { Pen::Leader };
                let pen = if self.rng.u32(..4) == 0 { Pen::StandingOffice } else { pen };
                new.says.extend(self.signature(bloc.id, pen));
            }
        }
        Some(new)
    }

    fn signature(&mut self, bloc: RecordId, pen: Pen) -> Fields {
        let mut says = Fields::from_iter([
            (step::LINK, bloc.to_string().as_str().into()),
            (step::SIGNER, "Đinh Văn Mẫu".into()),
            (SIGN_PEN, pen.code().into()),
        ]);
        let (field, value) = match self.rng.u32(..8) {
            0 => (SIGN_TYPED, 1.into()),
            of => (SIGN_STROKES, strokes(of > 1).as_str().into()),
        };
        says.insert(field, value);
        says
    }

    /// A third of the histories begin with a cluster in which three things meet that have not heard of each other: a signature and a
    /// change of the text that is signed (of the first text or of an amended one), the points that two give each other, and a result and
    /// the verification of it.
    pub fn go_through_a_year(&mut self) {
        let (long_mon, thanh_an, office) = (0, 2, 3);
        let bloc = self.new_record(office);
        let mut fields = self.new_bloc();
        fields.insert(YEAR, 2023.into());
        for unit in [LONG_MON, THANH_AN] {
            fields.insert(of(MEMBER_IS, unit.0), 1.into());
        }
        self.make_now(office, bloc, RecordKind::Bloc, fields);
        self.sync_now(office);
        let mut pledges = Vec::new();
        for at in [long_mon, thanh_an] {
            self.sync_now(at);
            let home = i64::from(self.devices[at].account.home.0);
            let record = self.new_record(at);
            let fields = Fields::from_iter([
                (pledge::UNIT, home.into()),
                (pledge::YEAR, 2023.into()),
                (pledge::CONTENT, "Thi đua (mẫu)".into()),
                (of(pledge::TARGET_NAME, 1), "Chỉ tiêu (mẫu)".into()),
                (of(TARGET_MEASURE, 1), "hộ".into()),
                (of(pledge::TARGET_PLAN, 1), 10.into()),
                (of(pledge::TARGET_RESULT, 1), 9.into()),
            ]);
            self.make_now(at, record, RecordKind::Pledge, fields);
            self.sync_now(at);
            pledges.push(record);
        }
        [long_mon, thanh_an, office].into_iter().for_each(|at| self.sync_now(at));
        let own = pledges[0];

        self.signs_now(long_mon, bloc, own, Pen::OwnUnit);
        if self.rng.bool() {
            self.amends_while_another_signs([long_mon, office], bloc, own);
        } else {
            self.edit_now(office, own, [(of(pledge::TARGET_PLAN, 1), 12.into())]);
            if self.rng.bool() {
                self.sync_now(office);
            }
        }

        for (at, other) in [(long_mon, THANH_AN), (thanh_an, LONG_MON)] {
            let home = self.devices[at].account.home;
            let replica = self.devices[at].tab(0).replica.clone();
            let table = replica.view(bloc).expect("everybody has it").fields;
            let mut fields = score::begin(bloc, &table, None, other, Role::Cross, Some(home));
            fields.insert(of(POINTS, CRITERION), 900.into());
            let record = self.new_record(at);
            self.make_now(at, record, RecordKind::Score, fields);
        }

        let replica = self.devices[office].tab(0).replica.clone();
        let table = replica.view(bloc).expect("its own").fields;
        let pledge = replica.view(pledges[1]).expect("it has come").fields;
        let fields = score::begin(bloc, &table, Some(&pledge), THANH_AN, Role::Verification, None);
        let record = self.new_record(office);
        self.make_now(office, record, RecordKind::Score, fields);
        self.edit_now(thanh_an, pledges[1], [(of(pledge::TARGET_RESULT, 1), 11.into())]);
    }

    fn signs_now(&mut self, at: usize, bloc: RecordId, pledge: RecordId, pen: Pen) {
        let sign = pledge::Step::Sign;
        let mut new = self.new_step(sign.code(), sign.leads_to().code());
        new.says.extend([
            (step::LINK, bloc.to_string().as_str().into()),
            (step::SIGNER, "Đinh Văn Mẫu".into()),
            (SIGN_PEN, pen.code().into()),
            (SIGN_STROKES, strokes(true).as_str().into()),
        ]);
        self.step_now(at, pledge, new);
    }

    /// A signed pledge is amended, and both hear of it. Then one signs the amended text as it stood, while the other writes on in it and
    /// signs that: two signatures under two texts of one version, of which the network says which is the first.
    fn amends_while_another_signs(&mut self, [unit, office]: [usize; 2], bloc: RecordId, pledge: RecordId) {
        self.sync_now(unit);
        let amend = pledge::Step::Amend;
        let mut new = self.new_step(amend.code(), amend.leads_to().code());
        new.says.insert(step::REASON, "Giao thêm chỉ tiêu (mẫu)".into());
        self.step_now(unit, pledge, new);
        self.edit_now(unit, pledge, [(of(pledge::TARGET_PLAN, 1), 12.into())]);
        [unit, office].into_iter().for_each(|at| self.sync_now(at));
        self.signs_now(office, bloc, pledge, Pen::StandingOffice);
        self.edit_now(unit, pledge, [(of(pledge::TARGET_PLAN, 1), 13.into())]);
        self.signs_now(unit, bloc, pledge, Pen::OwnUnit);
        if self.rng.bool() {
            let first = if self.rng.bool() { unit } else { office };
            self.sync_now(first);
        }
    }

    fn make_now(&mut self, at: usize, record: RecordId, kind: RecordKind, fields: Fields) {
        let replica = self.devices[at].tab(0).replica.clone();
        let made = replica.create(self.stamp(at), record, kind, CLUSTER, fields);
        self.do_now(at, made.expect("it may be made"));
    }

    fn edit_now(&mut self, at: usize, record: RecordId, fields: impl IntoIterator<Item = (Field, Value)>) {
        let replica = self.devices[at].tab(0).replica.clone();
        let edited = replica.edit(self.stamp(at), record, Fields::from_iter(fields));
        self.do_now(at, edited.expect("it is open"));
    }
}
