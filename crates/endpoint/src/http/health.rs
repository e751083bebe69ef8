//! `GET /health`: for whoever watches over the endpoint.

use axum::extract::State;

use super::Desk;
use super::error::Refusal;

pub(super) async fn check(State(desk): State<Desk>) -> Result<&'static str, Refusal> {
    desk.0.store.check().await?;
    Ok("ok")
}
