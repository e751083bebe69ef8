//! What the rules say of a nomination, each in a sentence with its source, as far as the facts are known.

use leptos::prelude::*;
use thidua_domain::law::finding::{Finding, Findings, Overall, Verdict};
use thidua_domain::law::nomination;
use thidua_domain::law::rule::{Confidence, Severity};
use thidua_domain::nomination::Nomination;
use thidua_domain::record::{Fields, RecordKind};
use thidua_domain::rule_set::RuleSet;

use crate::components::icon::Icon;
use crate::features::fields;
use crate::locale::{Locale, Words};

/// The findings on a nomination; nothing before its award is chosen.
pub(super) fn panel(words: &'static Words, of: &Fields) -> Option<AnyView> {
    let found = nomination::judge(of)?;
    let rule_set = Nomination::read(of).rule_set?;
    let law = &words.law;
    let (tone, icon, sum) = match (found.overall(), found.severity()) {
        (Overall::Met, _) => ("note done", Icon::Safe, law.all_met),
        (Overall::CannotTell, _) => ("note wait", Icon::Clock, law.cannot_tell),
        (Overall::NotMet, Some(Severity::Block)) => ("note grave", Icon::Alert, law.block),
        (Overall::NotMet, Some(Severity::Warn)) => ("note wait", Icon::Alert, law.warn),
        (Overall::NotMet, _) => ("note", Icon::Alert, law.inform),
    };
    let each = found.all().iter().map(|finding| line(words, rule_set, finding)).collect_view();
    let panel = view! {
        <section class="stack eligibility" aria-label=law.title>
            <h3 class="section-title">{law.title}</h3>
            <div class=tone role="status">{icon.draw()} <div><p><strong>{sum}</strong></p>{missing(words, &found)}</div></div>
            <ul class="rules">{each}</ul>
        </section>
    };
    Some(panel.into_any())
}

fn missing(words: &'static Words, found: &Findings) -> Option<AnyView> {
    let keys = found.missing();
    let named = keys.iter().filter_map(|key| nomination::field_of(key));
    let names: Vec<_> = named.map(|field| fields::name(words, RecordKind::Nomination, field)).collect();
    (!names.is_empty()).then(|| view! { <p>{[words.law.missing, &names.join(", ")].concat()}</p> }.into_any())
}

fn line(words: &'static Words, rule_set: RuleSet, finding: &Finding) -> AnyView {
    let (rule, law) = (finding.rule.rule(), &words.law);
    let (class, icon, verdict) = match &finding.verdict {
        Verdict::Met => ("rule done", Icon::Tick, ""),
        Verdict::NotMet => ("rule grave", Icon::Alert, law.not_met),
        Verdict::CannotTell(_) => ("rule wait", Icon::Clock, law.cannot_tell),
    };
    let says = match words.locale {
        Locale::Vi => rule.vi,
        Locale::En => rule.en,
    };
    let verdict = (!verdict.is_empty()).then(|| view! { <strong>{verdict}": "</strong> });
    let draft = (rule.confidence == Confidence::Draft).then(|| [" · ", law.draft].concat());
    view! {
        <li class=class>
            {icon.draw()}
            <div><p>{verdict}{says}</p><p class="small">{rule.source_in(rule_set)}{draft}</p></div>
        </li>
    }
    .into_any()
}
