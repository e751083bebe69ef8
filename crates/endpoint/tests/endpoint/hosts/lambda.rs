//! AWS Lambda: a stand-in of its public Runtime API brings events to the real program and takes its answers.

use std::time::Instant;

use serde_json::json;
use thidua_sync::wire::Answer;

use super::Program;
use super::runtime::Runtime;
use crate::device::{Device, credentials};
use crate::test_app::Folder;

#[tokio::test]
async fn a_function_signs_in_and_syncs_like_any_other_endpoint() {
    let folder = Folder::on_file();
    let mut function = Runtime::start().await;
    let begun = Instant::now();
    let _program = Program::start(&folder, &[], |command| function.tell(command));
    let (status, headers, body) = function.ask("GET", "/health", json!({ "host": "x" }), b"").await;
    println!("from the start of the program, with a new store, to the first answer: {:?}", begun.elapsed());
    assert_eq!((status, body.as_slice()), (200, b"ok".as_slice()));
    assert_eq!(headers["x-content-type-options"], "nosniff");

    let sign_in = serde_json::to_vec(&credentials("longmon", "mau-2023", 1)).unwrap();
    let json_type = json!({ "host": "x", "content-type": "application/json" });
    let (status, _, body) = function.ask("POST", "/session", json_type.clone(), &sign_in).await;
    assert_eq!(status, 200);
    let mut device = Device::signed_in(String::new(), 1, &body);
    let record = device.nominate("Đinh Văn Mẫu");
    let (request, sent) = device.request();
    let of_device = json!({
        "host": "x", "content-type": "application/cbor", "authorization": format!("Bearer {}", device.token),
    });
    let (status, headers, body) = function.ask("POST", "/sync", of_device, &request).await;
    assert_eq!((status, &headers["content-type"]), (200, &json!("application/cbor")));
    device.receive(&sent, &Answer::decode(&body).unwrap());
    assert!(!device.replica.has_sendable(), "it is safe at the endpoint");
    assert!(device.replica.rows().contains_key(&record));

    let wrong = serde_json::to_vec(&credentials("longmon", "sai", 1)).unwrap();
    assert_eq!(function.ask("POST", "/session", json_type, &wrong).await.0, 401);
}
