//! The small settings of this device: language, theme, contrast. Never a record, never an identity: those live in
//! IndexedDB.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::locale::Locale;

const KEY: &str = "thidua.settings";

/// What the officer has chosen on this device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// The language.
    pub(crate) locale: Locale,
    /// Light or dark.
    pub(crate) theme: Theme,
    /// Strong contrast, for sunlight.
    pub(crate) contrast: bool,
    /// Whether files are sent on Wi-Fi only. Records always go.
    pub(crate) only_wifi: bool,
}

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    /// As the device is set.
    #[default]
    Device,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Its name in the choice of themes.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a name.
    #[must_use]
    pub(crate) fn parse(name: &str) -> Self {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }
}

/// The settings of this app, from the context.
#[must_use]
pub(crate) fn use_settings() -> RwSignal<Settings> {
    use_context().unwrap_or_else(|| RwSignal::new(Settings::default()))
}

impl Settings {
    /// Reads the settings; what is missing or broken is as on the first day.
    #[must_use]
    pub(crate) fn load() -> Self {
        LocalStorage::get(KEY).unwrap_or_default()
    }

    /// Keeps the settings and shows them on the page. Where the browser refuses, they last until the page closes.
    pub(crate) fn keep(self) {
        let _refused = LocalStorage::set(KEY, self);
        self.show();
    }

    /// Shows language, theme and contrast on the page's root element.
    pub(crate) fn show(self) {
        let Some(root) = document().document_element() else { return };
        let set = |name, value: Option<&str>| match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
        let theme = match self.theme {
            Theme::Device => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        };
        let contrast = self.contrast.then_some("high");
        for (name, value) in
            [("lang", Some(self.locale.tag())), ("data-theme", theme), ("data-contrast", contrast)]
        {
            // The names are valid, so the browser has nothing to refuse.
            let _set = set(name, value);
        }
    }
}
