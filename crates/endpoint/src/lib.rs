#![doc = include_str!("../README.md")]

pub mod configuration;
pub mod startup;
pub mod telemetry;

mod attempts;
mod clock;
mod exchange;
mod http;
mod password;
mod sample;
mod secret;
mod session;
mod store;
