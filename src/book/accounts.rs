//! What administrators do with accounts, places, slips and the committee. It needs a line: nothing of it is kept on the device,
//! and the endpoint decides.

use thidua_sync::administration::{
    Accounts, ChangedAccount, ChangedCommittee, ChangedPlace, MergerPreview, NewAccount, NewMerger, NewPlace,
    Slip, ToMerge,
};

use super::{AdministrationError, Book};
use crate::connection::accounts;

impl Book {
    /// All accounts and places.
    pub(crate) async fn accounts(self) -> Result<Accounts, AdministrationError> {
        Ok(accounts::accounts(&self.token()?).await?)
    }

    /// Makes an account; its number.
    pub(crate) async fn make_account(self, new: &NewAccount) -> Result<u32, AdministrationError> {
        Ok(accounts::make(&self.token()?, "/admin/accounts", new).await?)
    }

    /// Changes an account.
    pub(crate) async fn change_account(
        self,
        account: u32,
        to: &ChangedAccount,
    ) -> Result<(), AdministrationError> {
        let path = ["/admin/accounts/", &account.to_string()].concat();
        accounts::change(&self.token()?, &path, to).await?;
        self.learn_directory().await
    }

    /// Makes a place; its number.
    pub(crate) async fn make_place(self, new: &NewPlace) -> Result<u32, AdministrationError> {
        let number = accounts::make(&self.token()?, "/admin/places", new).await?;
        self.learn_directory().await?;
        Ok(number)
    }

    /// Changes a place.
    pub(crate) async fn change_place(self, place: u32, to: &ChangedPlace) -> Result<(), AdministrationError> {
        let path = ["/admin/places/", &place.to_string()].concat();
        accounts::change(&self.token()?, &path, to).await?;
        self.learn_directory().await
    }

    /// What moves if these units are merged.
    pub(crate) async fn merger_preview(self, units: &[u32]) -> Result<MergerPreview, AdministrationError> {
        Ok(accounts::merger_preview(&self.token()?, &ToMerge { units: units.to_vec() }).await?)
    }

    /// Merges units; the number of the new one.
    pub(crate) async fn merge_units(self, merger: &NewMerger) -> Result<u32, AdministrationError> {
        let number = accounts::make(&self.token()?, "/admin/mergers", merger).await?;
        self.learn_directory().await?;
        Ok(number)
    }

    /// Changes the committee's name and year.
    pub(crate) async fn change_committee(self, to: &ChangedCommittee) -> Result<(), AdministrationError> {
        accounts::change(&self.token()?, "/admin/committee", to).await?;
        self.learn_directory().await
    }

    /// A new slip for an account, in the place of an earlier one.
    pub(crate) async fn make_slip(self, account: u32) -> Result<Slip, AdministrationError> {
        Ok(accounts::make_slip(&self.token()?, account).await?)
    }

    /// Makes the slip of an account void.
    pub(crate) async fn void_slip(self, account: u32) -> Result<(), AdministrationError> {
        Ok(accounts::void_slip(&self.token()?, account).await?)
    }

    /// This device hears at once of what its own account has changed; the others with their next exchange.
    async fn learn_directory(self) -> Result<(), AdministrationError> {
        let token = self.token()?;
        self.keeper()?.refresh_directory(&token).await;
        self.sync_now();
        Ok(())
    }
}
