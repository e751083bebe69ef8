//! Taking a ballot, choosing, and casting it. Before anything leaves the device, the device has what is needed to go on.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use litemap::LiteMap;
use thidua_ballot::{Blinded, Choice, Entropy, Evaluated, Paper, Pending, PublicKey, Token};
use thidua_domain::council::{self, KEY};

use super::super::{courier, said};
use super::Screen;
use crate::book::{BallotError, Stage};
use crate::connection::tabs;
use crate::order;
use crate::web;

impl Screen {
    /// What was chosen before the app was closed.
    pub(super) fn resume(self) {
        if let Some(Stage::Held(_, votes)) = self.stage() {
            self.choices.set(order::gathered(votes));
        }
    }

    /// Takes a ballot. What is needed to read the answer is on the device before the question leaves it.
    pub(super) fn take(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let taken = self.taken().await;
            let _gone = self.busy.try_set(false);
            let _gone = self.trouble.try_set(taken.err());
        });
    }

    /// Two windows take one ballot: the second waits, and finds what the first was given.
    async fn taken(self) -> Result<(), BallotError> {
        let told = Rc::new(Cell::new(Ok(())));
        let own = Rc::clone(&told);
        let lock = ["thidua-ballot-", &self.detail.id.to_string()].concat();
        tabs::in_turn(&lock, async move { own.set(self.taken_alone().await) }).await;
        told.get()
    }

    async fn taken_alone(self) -> Result<(), BallotError> {
        let (book, id) = (self.detail.book, self.detail.id);
        let device = |_| BallotError::Device;
        book.read_ballots().await.map_err(device)?;
        if self.stage().is_none() {
            let entropy = Entropy::new(web::secret_bytes().ok_or(BallotError::Device)?);
            let pending = Pending::begin(entropy).map_err(|_| BallotError::Device)?;
            // In a browser without locks another window may ask at the same time: then what it keeps is asked with.
            book.change_ballot(id, None, Stage::Asked(pending.to_text())).await.map_err(device)?;
        }
        let Some(Stage::Asked(kept)) = self.stage() else { return Ok(()) };
        let pending = Pending::from_text(&kept).map_err(|_| BallotError::Device)?;
        let asked = || Some(Stage::Asked(kept.clone()));
        let question: Blinded = pending.question();
        let answer = match book.ask_for_token(id, &question.to_text()).await {
            Ok(answer) => answer,
            Err(error) => {
                // Only where nothing was taken here: another window may have what the endpoint speaks of.
                if error == BallotError::Taken
                    && !book.change_ballot(id, asked(), Stage::Elsewhere).await.map_err(device)?
                {
                    return Ok(());
                }
                // The session may have moved on without this device.
                book.sync_now();
                return Err(error);
            }
        };
        let key = self.detail.record.get_untracked().map(|record| said(&record, KEY)).unwrap_or_default();
        let token = Evaluated::from_text(&answer)
            .and_then(|answer| pending.finish(&answer, PublicKey::from_text(&key)?))
            .map_err(|_| BallotError::OtherKey)?;
        book.change_ballot(id, asked(), Stage::Held(token.to_text(), Vec::new()))
            .await
            .map(drop)
            .map_err(device)
    }

    /// Chooses for one item, or for several at once.
    pub(super) fn choose(self, items: impl Iterator<Item = u32>, choice: Choice) {
        self.choices.update(|choices| {
            for item in items {
                choices.insert(item, choice.code());
            }
        });
        let (book, id, trouble) = (self.detail.book, self.detail.id, self.trouble);
        spawn_local(async move {
            // Another window may have cast it: then nothing of it may come back. And once casting has begun here, the paper is
            // filled in from memory.
            let mut kept = book.read_ballots().await.map(|()| false);
            // Where the choice before is being kept just now, this one comes after it.
            while kept == Ok(false) {
                let is_casting = self.busy.try_get_untracked().unwrap_or(true);
                let (Some(Stage::Held(token, before)), false) = (self.stage(), is_casting) else { return };
                let votes = self.choices.try_with_untracked(pairs).unwrap_or_default();
                let before = Some(Stage::Held(token.clone(), before));
                kept = book.change_ballot(id, before, Stage::Held(token, votes)).await;
            }
            if kept.is_err() {
                let _gone = trouble.try_set(Some(BallotError::Device));
            }
        });
    }

    pub(super) fn cast(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let cast = self.filled_in().await;
            let _gone = self.busy.try_set(false);
            let _gone = self.trouble.try_set(cast.err());
            courier::carry(self.detail.book).await;
        });
    }

    /// Fills in the paper and keeps it in the place of the choices.
    async fn filled_in(self) -> Result<(), BallotError> {
        let (book, id) = (self.detail.book, self.detail.id);
        let device = |_| BallotError::Device;
        let choices = self.choices.get_untracked();
        let record = self.detail.record.get_untracked().ok_or(BallotError::Over)?;
        let choice = |item| choices.get(&item).copied().and_then(Choice::from_code).unwrap_or(Choice::Blank);
        book.read_ballots().await.map_err(device)?;
        // The last choice may be being kept just now; once the ballot is cast, here or in another window, that is all.
        while let Some(Stage::Held(token, before)) = self.stage() {
            let votes = council::agenda(&record.fields).map(|(item, _)| (item, choice(item))).collect();
            let own = Token::from_text(&token).map_err(|_| BallotError::Device)?;
            let paper = Paper::fill(own, votes).map_err(|_| BallotError::Device)?;
            let before = Some(Stage::Held(token, before));
            if book.change_ballot(id, before, Stage::Cast(paper.to_json())).await.map_err(device)? {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn send_now(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            courier::carry(self.detail.book).await;
            let _gone = self.busy.try_set(false);
        });
    }
}

fn pairs(choices: &LiteMap<u32, u8>) -> Vec<(u32, u8)> {
    choices.iter().map(|(item, code)| (*item, *code)).collect()
}
