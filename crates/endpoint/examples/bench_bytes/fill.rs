//! The same nominations twice: in an endpoint's directory, and as JSON for the engines that this app is measured against.

use std::path::Path;

use serde_json::{Map, Value as Json, json};
use thidua_domain::nomination as of;
use thidua_domain::record::{Field, Fields, RecordId, Value};

use crate::nominations::Generator;
use crate::{ACHIEVEMENTS, Device, Endpoint, SNAPSHOTS_FROM, offered};

/// The seed of what is there already, and of what is entered while it is measured.
const SEEDS: (u64, u64) = (3, 2);
/// How many of the latter.
const MORE: usize = 200;
const NAMES: [(Field, &str); 8] = [
    (of::SUBJECT, "subject"),
    (of::AWARD, "award"),
    (of::YEAR, "year"),
    (of::NAME, "name"),
    (of::POSITION, "position"),
    (of::WORKPLACE, "workplace"),
    (of::ACHIEVEMENTS, "achievements"),
    (of::BIRTH_YEAR, "birthYear"),
];

/// Makes `data`, `nominations.json` and `more.json` in a directory.
pub async fn fill(directory: &Path, count: usize) {
    std::fs::create_dir_all(directory).expect("a directory that can be made");
    let mut generator = Generator::new(SEEDS.0);
    let endpoint = Endpoint::at(directory.join("data")).await;
    let mut writer = Device::sign_in(endpoint.address(), "longmon", 1);
    let mut made = Vec::new();
    for _ in 0..count / 20 {
        made.extend(writer.create(&mut generator, 20));
        writer.sync();
    }
    let endpoint = endpoint.with_snapshots().await;
    if count >= SNAPSHOTS_FROM {
        offered(&endpoint, count).await;
    }
    endpoint.keep().await;
    write(&directory.join("nominations.json"), made);
    let mut more = Generator::new(SEEDS.1);
    write(
        &directory.join("more.json"),
        (0..MORE).map(|_| (more.record(), more.nomination(ACHIEVEMENTS))).collect(),
    );
}

fn write(path: &Path, records: Vec<(RecordId, Fields)>) {
    let rows: Vec<Json> = records.into_iter().map(|(record, fields)| row(record, &fields)).collect();
    let text = serde_json::to_string(&rows).expect("JSON");
    std::fs::write(path, text).expect("a file that can be written");
}

fn row(record: RecordId, fields: &Fields) -> Json {
    let mut row = Map::from_iter([("id".to_owned(), json!(record.to_string()))]);
    for (field, name) in NAMES {
        let value = match fields.get(&field) {
            Some(Value::Text(text)) => json!(text),
            Some(Value::Int(number)) => json!(number),
            other => panic!("{name} is {other:?}"),
        };
        row.insert(name.to_owned(), value);
    }
    Json::Object(row)
}
