//! The commands of the book, carried out by its keeper.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use thidua_domain::record::{Field, Fields, PartitionId, RecordId, RecordKind, Value};
use thidua_sync::client::{Meta, NewStep};
use thidua_sync::directory::{SignIn, SignedIn};
use thidua_sync::identity::DeviceId;

use super::keeper::Keeper;
use super::view::{BookError, SignInError, StepTaken, SyncState};
use super::{Draft, DraftKey};
use crate::connection::transport::{self, TransportError};
use crate::storage::{StorageError, StoredSession};

pub(super) async fn create(
    keeper: Rc<Keeper>,
    kind: RecordKind,
    partition: PartitionId,
    fields: Fields,
    form: DraftKey,
) -> Result<RecordId, BookError> {
    let record = RecordId::from_bytes(uuid::Uuid::now_v7().into_bytes());
    keeper
        .carry_out_of(Some(form), &|replica, now| {
            replica.create(now, record, kind, partition, fields.clone())
        })
        .await?;
    keeper.saved();
    Ok(record)
}

/// Makes records of one kind in one transaction: all or none.
pub(super) async fn create_many(
    keeper: Rc<Keeper>,
    kind: RecordKind,
    news: Vec<(PartitionId, Fields)>,
) -> Result<Vec<RecordId>, BookError> {
    let news: Vec<_> = news
        .into_iter()
        .map(|(partition, fields)| {
            (RecordId::from_bytes(uuid::Uuid::now_v7().into_bytes()), partition, fields)
        })
        .collect();
    keeper.carry_out(&|replica, now| replica.create_many(now, kind, news.clone())).await?;
    keeper.saved();
    Ok(news.into_iter().map(|(record, ..)| record).collect())
}

pub(super) async fn edit(
    keeper: Rc<Keeper>,
    record: RecordId,
    changes: Fields,
    form: Option<DraftKey>,
) -> Result<(), BookError> {
    keeper.carry_out_of(form, &|replica, now| replica.edit(now, record, changes.clone())).await?;
    keeper.saved();
    Ok(())
}

pub(super) async fn set_deleted(
    keeper: Rc<Keeper>,
    record: RecordId,
    deleted: bool,
) -> Result<(), BookError> {
    if deleted {
        keeper.carry_out(&|replica, now| replica.delete(now, record)).await?;
    } else {
        keeper.carry_out(&|replica, now| replica.restore(now, record)).await?;
    }
    keeper.saved();
    Ok(())
}

pub(super) async fn settle(
    keeper: Rc<Keeper>,
    record: RecordId,
    field: Field,
    value: Value,
) -> Result<(), BookError> {
    keeper.carry_out(&|replica, now| replica.settle(now, record, field, value.clone())).await?;
    keeper.saved();
    Ok(())
}

pub(super) async fn steps(
    keeper: Rc<Keeper>,
    news: Vec<(RecordId, NewStep)>,
) -> Result<Vec<StepTaken>, BookError> {
    let each = RefCell::new(Vec::new());
    keeper
        .carry_out(&|replica, now| {
            let steps = replica.steps(now, news.clone());
            // Prepared anew where another tab was faster: the last word counts.
            *each.borrow_mut() = steps.each;
            Ok(steps.batch)
        })
        .await?;
    keeper.saved();
    let taken = each.into_inner().into_iter();
    Ok(taken.map(|(record, taken)| StepTaken { record, refused: taken.err().map(Into::into) }).collect())
}

pub(super) async fn dismiss_refusal(keeper: Rc<Keeper>, counter: u64) -> Result<(), BookError> {
    keeper.carry_out(&|replica, _| Ok(replica.dismiss(counter))).await
}

pub(super) async fn save_draft(keeper: Rc<Keeper>, draft: Draft) -> Result<(), BookError> {
    keeper.storage.keep_draft(draft.key.to_string(), &draft).await?;
    keeper.book.drafts.update(|drafts| {
        let drafts = Arc::make_mut(drafts);
        drafts.retain(|other| other.key != draft.key);
        drafts.push(draft);
    });
    Ok(())
}

pub(super) async fn drop_draft(keeper: Rc<Keeper>, key: DraftKey) -> Result<(), BookError> {
    keeper.storage.drop_draft(key.to_string()).await?;
    keeper.forget_draft(key);
    Ok(())
}

/// Signs in; a device that was signed in before stays the same device, and what it holds stays.
pub(super) async fn sign_in(keeper: Rc<Keeper>, login: String, password: String) -> Result<(), SignInError> {
    let before = keeper.storage.session().await?;
    if before.as_ref().is_some_and(|(session, _)| session.signed_in.directory.login != login) {
        return Err(SignInError::OtherAccount);
    }
    let device = device_after(before.as_ref());
    let asked = SignIn { login, password, device: device.to_string() };
    let signed_in = transport::sign_in(&asked).await.map_err(SignInError::from)?;
    enter(keeper, before.is_none(), device, signed_in).await
}

/// The device that this is: the one that it was, or a new one.
pub(super) fn device_after(before: Option<&(StoredSession, Meta)>) -> DeviceId {
    before.map_or_else(|| DeviceId(uuid::Uuid::new_v4().into_bytes()), |(_, meta)| meta.device)
}

/// Keeps what the endpoint gave at a sign-in, and goes on with it.
pub(super) async fn enter(
    keeper: Rc<Keeper>,
    is_new: bool,
    device: DeviceId,
    signed_in: SignedIn,
) -> Result<(), SignInError> {
    let state = is_new.then(|| Meta::new(device));
    keeper.storage.keep_session(&StoredSession::new(signed_in), state.as_ref()).await?;
    keeper.load().await?;
    keeper.book.status.update(|status| status.state = SyncState::Idle);
    keeper.sync_now();
    Ok(())
}

/// Signs out and clears the device. The screen has asked before, where work is unsent.
pub(super) async fn sign_out(keeper: Rc<Keeper>) -> Result<(), BookError> {
    keeper.cancel_timer();
    let token = keeper.session.borrow().as_ref().map(|session| session.signed_in.token.clone());
    if let Some(token) = token {
        // Without a connection the token stays valid at the endpoint until an administrator ends it; the device forgets
        // it all the same.
        let _unreached = transport::sign_out(&token).await;
    }
    keeper.storage.wipe().await?;
    // What the other tabs show, and what is typed there, is not the next officer's.
    keeper.tell_tabs();
    keeper.show_signed_out();
    Ok(())
}

impl From<StorageError> for SignInError {
    fn from(error: StorageError) -> Self {
        if error == StorageError::NoRoom { Self::NoRoom } else { Self::Storage }
    }
}

impl From<TransportError> for SignInError {
    fn from(error: TransportError) -> Self {
        match error {
            TransportError::Status { status: 401, .. } => Self::Wrong,
            TransportError::Status { status: 429, .. } => Self::TooMany,
            TransportError::Status { status: 403, reason } if reason == "device_revoked" => Self::Revoked,
            TransportError::Status { status: 403, reason } if reason == "account_closed" => Self::Closed,
            TransportError::Status { status, .. } => Self::Endpoint(status),
            TransportError::Unreached | TransportError::Cut | TransportError::TooSlow => Self::Offline,
            TransportError::Unreadable => Self::Endpoint(200),
        }
    }
}
