//! What the rules say of a nomination, each in a sentence with its source, as far as the facts are known.

use leptos::prelude::*;
use thidua_domain::law::finding::{Finding, Findings, Overall, Verdict};
use thidua_domain::law::nomination;
use thidua_domain::law::rule::{Confidence, Severity};
use thidua_domain::nomination::{Nomination, REASON};
use thidua_domain::record::{Field, Fields, RecordKind, Value};
use thidua_domain::rule_set::RuleSet;

use crate::book::RecordView;
use crate::components::icon::Icon;
use crate::features::fields;
use crate::features::law_desk::LawDesk;
use crate::locale::Words;

/// The findings on a nomination that is stored, with the reasons that were given; nothing before its award is chosen.
pub(super) fn of_record(words: &'static Words, desk: LawDesk, record: &RecordView) -> Option<AnyView> {
    let fields = &record.fields;
    let found = desk.with(Some(record.partition), fields, |context| nomination::judge(fields, context))?;
    let rule_set = Nomination::read(fields).rule_set?;
    let reasons = found.all().iter().filter_map(|finding| reason(words, fields, finding)).collect_view();
    Some(view! { {panel(words, rule_set, &found)} <dl class="facts wide-facts">{reasons}</dl> }.into_any())
}

/// Why a rule that is not met was set aside.
fn reason(words: &'static Words, fields: &Fields, finding: &Finding) -> Option<AnyView> {
    let field = Field::of_item(REASON.number, finding.rule.number().into());
    let given = fields.get(&field).and_then(Value::as_text).filter(|_| finding.verdict == Verdict::NotMet)?;
    let rule = finding.rule.rule();
    let about = [words.law().reason, ": ", words.locale.of((rule.vi, rule.en))].concat();
    Some(
        view! { <div class="whole"><dt>{about}</dt><dd class="prose">{given.to_owned()}</dd></div> }
            .into_any(),
    )
}

/// The findings.
pub(super) fn panel(words: &'static Words, rule_set: RuleSet, found: &Findings) -> AnyView {
    let law = words.law();
    let (tone, icon, sum) = match (found.overall(), found.severity()) {
        (Overall::Met, _) => ("note done", Icon::Safe, law.all_met),
        (Overall::CannotTell, _) => ("note wait", Icon::Clock, law.cannot_tell),
        (Overall::NotMet, Some(Severity::Block)) => ("note grave", Icon::Alert, law.block),
        (Overall::NotMet, Some(Severity::Warn)) => ("note wait", Icon::Alert, law.warn),
        (Overall::NotMet, _) => ("note", Icon::Alert, law.inform),
    };
    let each = found.all().iter().map(|finding| line(words, rule_set, finding)).collect_view();
    view! {
        <section class="stack eligibility" aria-label=law.title>
            <h3 class="section-title">{law.title}</h3>
            <div class=tone role="status">{icon.draw()} <div><p><strong>{sum}</strong></p>{missing(words, found)}</div></div>
            <ul class="rules">{each}</ul>
        </section>
    }
    .into_any()
}

fn missing(words: &'static Words, found: &Findings) -> Option<AnyView> {
    let keys = found.missing();
    let named = keys.iter().filter_map(|key| nomination::field_of(key));
    let names: Vec<_> = named.map(|field| fields::name(words, RecordKind::Nomination, field)).collect();
    (!names.is_empty())
        .then(|| view! { <p>{[words.law().missing, &names.join(", ")].concat()}</p> }.into_any())
}

fn line(words: &'static Words, rule_set: RuleSet, finding: &Finding) -> AnyView {
    let (rule, law) = (finding.rule.rule(), words.law());
    let (class, icon, verdict) = match &finding.verdict {
        Verdict::Met => ("rule done", Icon::Tick, ""),
        Verdict::NotMet => ("rule grave", Icon::Alert, law.not_met),
        Verdict::CannotTell(_) => ("rule wait", Icon::Clock, law.cannot_tell),
    };
    let says = words.locale.of((rule.vi, rule.en));
    let verdict = (!verdict.is_empty()).then(|| view! { <strong>{verdict}": "</strong> });
    let sure = match rule.confidence {
        Confidence::Confirmed => "",
        Confidence::Expected => law.expected,
        Confidence::Local => law.local,
        Confidence::Draft => law.draft,
    };
    let sure = (!sure.is_empty()).then(|| [" · ", sure].concat());
    view! {
        <li class=class>
            {icon.draw()}
            <div><p>{verdict}{says}</p><p class="small">{rule.source_in(rule_set)}{sure}</p></div>
        </li>
    }
    .into_any()
}
