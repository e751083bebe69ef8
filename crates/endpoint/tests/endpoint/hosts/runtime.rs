//! A stand-in of AWS Lambda's public Runtime API, which brings events to the real program and takes its answers. The
//! benchmark of the endpoint has it from here too.

use std::collections::VecDeque;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use base64ct::{Base64, Encoding as _};
use serde_json::{Value as Json, json};
use tokio::sync::{Notify, mpsc};

/// The events that wait, and where the answers go.
#[derive(Clone)]
struct Queue {
    waiting: Arc<Mutex<VecDeque<Json>>>,
    called: Arc<Notify>,
    answers: mpsc::UnboundedSender<Json>,
}

async fn next(State(queue): State<Queue>) -> Response {
    loop {
        let event = queue.waiting.lock().unwrap().pop_front();
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
        queue.called.notified().await;
    }
}

async fn answered(State(queue): State<Queue>, Path(_): Path<String>, body: String) -> StatusCode {
    queue.answers.send(serde_json::from_str(&body).unwrap()).unwrap();
    StatusCode::ACCEPTED
}

/// The runtime of one function.
pub struct Runtime {
    queue: Queue,
    answers: mpsc::UnboundedReceiver<Json>,
    address: String,
}

impl Runtime {
    pub async fn start() -> Self {
        let (sender, answers) = mpsc::unbounded_channel();
        let queue = Queue { waiting: Arc::default(), called: Arc::default(), answers: sender };
        let paths = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answered))
            .with_state(queue.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async { axum::serve(listener, paths).await });
        Self { queue, answers, address }
    }

    /// What the program is told in its environment.
    pub fn tell(&self, command: &mut Command) {
        command.env("AWS_LAMBDA_RUNTIME_API", &self.address);
        for (name, value) in [("NAME", "thidua"), ("VERSION", "1"), ("MEMORY_SIZE", "128")] {
            command.env(format!("AWS_LAMBDA_FUNCTION_{name}"), value);
        }
    }

    /// What a function URL makes of a request, and of the answer: status, headers, body.
    pub async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: Json,
        body: &[u8],
    ) -> (u64, Json, Vec<u8>) {
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
        self.queue.waiting.lock().unwrap().push_back(event);
        self.queue.called.notify_one();
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
