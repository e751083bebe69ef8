//! A list read to its end, as the app's worker reads it.

use thidua_documents::column::Column;
use thidua_documents::file::File;
use thidua_documents::message::{Defaults, Order, SAMPLE};
use thidua_documents::reading::Reading;
use thidua_documents::refusal::{MOST_COLUMNS, MOST_ROWS, Refusal};
use thidua_domain::nomination;
use thidua_domain::rule_set::CivilDate;

/// Reads every sheet with what its headings say; where they say nothing, with columns as they often stand.
pub fn read_all(mut file: File) -> Result<(), Refusal> {
    let first = file.preview()?;
    assert!(usize::from(first.sheet) < first.sheets.len());
    for sheet in 0..u16::try_from(first.sheets.len()).unwrap_or(u16::MAX).min(4) {
        let Ok(preview) = file.look(sheet, None) else { continue };
        assert!(preview.columns.len() <= MOST_COLUMNS && preview.sample.len() <= SAMPLE);
        assert!(preview.rows as usize <= MOST_ROWS);
        let table = file.table(sheet)?;
        assert!(table.rows.iter().zip(table.rows.iter().skip(1)).all(|(row, next)| row.number < next.number));
        let mut mapping: Vec<Option<Column>> = preview.columns.iter().map(|seen| seen.guess).collect();
        if mapping.iter().all(Option::is_none) {
            mapping = Column::ALL.into_iter().map(Some).collect();
        }
        let today = CivilDate::new(2025, 11, 23).expect("a day");
        let award = Some("lao_dong_tien_tien".to_owned());
        let defaults = Defaults { year: Some(2025), award, subject: Some(1), partition: 1, today };
        let order = Order { sheet, heading: preview.heading, mapping, unconverted: Vec::new(), defaults };
        let numbers: Vec<u32> = table.rows.iter().map(|row| row.number).collect();
        let mut reading = Reading::new(table, order);
        while !reading.step(100).is_complete() {}
        for good in reading.take_good() {
            assert!(numbers.contains(&good.row), "a row that is not there");
            assert_eq!(nomination::check(&good.fields), [], "a good row that no form would save");
        }
        for bad in reading.take_bad() {
            assert!(numbers.contains(&bad.row), "a row that is not there");
            let _written = bad.place().to_string();
        }
    }
    Ok(())
}
