//! What the law and the work are: records, titles and awards, who may do what, and the Vietnamese text that all of it
//! is written in.
//!
//! Pure: no I/O, no clock, no randomness, no framework. The same code runs on the device, to tell the officer early,
//! and on the endpoint, which decides.

pub mod access;
pub mod award;
pub mod bloc;
pub mod calendar;
pub mod council;
pub mod decimal;
pub mod decision;
pub mod dossier;
pub mod erasure;
pub mod evidence;
pub mod explanation;
pub mod fault;
pub mod guard;
pub mod indicator;
pub mod law;
pub mod likeness;
pub mod lineage;
pub mod listing;
pub mod model;
pub mod movement;
pub mod nomination;
pub mod notice;
pub mod obstacle;
mod order;
pub mod password;
pub mod percent;
pub mod person;
pub mod pledge;
pub mod profile;
pub mod record;
pub mod register;
pub mod rule_set;
pub mod rural;
pub mod schema;
pub mod score;
pub mod setting;
pub mod signature;
pub mod slip;
pub mod step;
pub mod text;
