//! AWS Lambda: a stand-in of its public Runtime API brings events to the real program and takes its answers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use base64ct::{Base64, Encoding as _};
use serde_json::{Value as Json, json};
use thidua_sync::wire::Answer;
use tokio::sync::{Notify, mpsc};

use super::Program;
use crate::device::{Device, credentials};
use crate::test_app::Folder;

/// The events that wait, and the answers that came.
#[derive(Clone)]
struct Runtime {
    waiting: Arc<Mutex<VecDeque<Json>>>,
    called: Arc<Notify>,
    answers: mpsc::UnboundedSender<Json>,
}

async fn next(State(runtime): State<Runtime>) -> Response {
    loop {
        let event = runtime.waiting.lock().unwrap().pop_front();
        if let Some(event) = event {
            let mut headers = HeaderMap::new();
            headers.insert(
                "lambda-runtime-aws-request-id",
                "00000000-0000-0000-0000-000000000001".parse().unwrap(),
            );
            headers.insert("lambda-runtime-deadline-ms", "4102444800000".parse().unwrap());
            headers.insert(
                "lambda-runtime-invoked-function-arn",
                "arn:aws:lambda:xx:0:function:thidua".parse().unwrap(),
            );
            return (headers, event.to_string()).into_response();
        }
        runtime.called.notified().await;
    }
}

async fn answered(State(runtime): State<Runtime>, Path(_): Path<String>, body: String) -> StatusCode {
    runtime.answers.send(serde_json::from_str(&body).unwrap()).unwrap();
    StatusCode::ACCEPTED
}

/// A function with its runtime.
struct Function {
    runtime: Runtime,
    answers: mpsc::UnboundedReceiver<Json>,
    _program: Program,
}

impl Function {
    async fn start(folder: &Folder) -> Self {
        let (sender, answers) = mpsc::unbounded_channel();
        let runtime = Runtime { waiting: Arc::default(), called: Arc::default(), answers: sender };
        let paths = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
            .with_state(runtime.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async { axum::serve(listener, paths).await });
        let program = Program::start(folder, &[], |command| {
            command.env("AWS_LAMBDA_RUNTIME_API", address);
            for (name, value) in [("NAME", "thidua"), ("VERSION", "1"), ("MEMORY_SIZE", "128")] {
                command.env(format!("AWS_LAMBDA_FUNCTION_{name}"), value);
            }
        });
        Self { runtime, answers, _program: program }
    }

    /// What a function URL makes of a request, and of the answer: status, headers, body.
    async fn ask(&mut self, method: &str, path: &str, headers: Json, body: &[u8]) -> (u64, Json, Vec<u8>) {
        let event = json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "", "headers": headers,
            "requestContext": {
                "accountId": "anonymous", "apiId": "x", "domainName": "x.lambda-url.example", "requestId": "1",
                "routeKey": "$default", "stage": "$default", "time": "14/Nov/2023:22:13:20 +0000",
                "timeEpoch": 1_700_000_000_000_u64,
                "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9", "userAgent": "x" },
            },
            "body": Base64::encode_string(body), "isBase64Encoded": true,
        });
        self.runtime.waiting.lock().unwrap().push_back(event);
        self.runtime.called.notify_one();
        let answer =
            tokio::time::timeout(Duration::from_secs(30), self.answers.recv()).await.unwrap().unwrap();
        let body = answer["body"].as_str().unwrap_or_default();
        let body = if answer["isBase64Encoded"] == true {
            Base64::decode_vec(body).unwrap()
        } else {
            body.as_bytes().to_vec()
        };
        (answer["statusCode"].as_u64().unwrap(), answer["headers"].clone(), body)
    }
}

#[tokio::test]
async fn a_function_signs_in_and_syncs_like_any_other_endpoint() {
    let folder = Folder::on_file();
    let begun = Instant::now();
    let mut function = Function::start(&folder).await;
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
