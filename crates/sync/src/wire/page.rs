//! What changed in one partition, column by column: like stands beside like, which is what compressors live on.

use std::collections::{BTreeMap, BTreeSet};

use litemap::LiteMap;

use minicbor::Decoder;
use minicbor::data::Type;
use thidua_domain::record::{Field, PartitionId, RecordId, Value};

use super::cbor::{Cbor, DecodeError, array, end};
use super::layout::{Layout, read_names, write_names};
use super::value::{Devices, read_field, read_value, write_field, write_value};
use crate::gather;
use crate::identity::Dot;
use crate::row::{Cell, Other, Row};

/// What changed in one partition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The partition.
    pub partition: PartitionId,
    /// The records that changed, each with its changed fields.
    pub rows: Vec<RowPatch>,
}

/// What changed in one record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowPatch {
    /// The record.
    pub id: RecordId,
    /// The code of its kind.
    pub kind: u16,
    /// The operation that last touched it.
    pub rev: Dot,
    /// The fields that changed.
    pub cells: LiteMap<Field, CellPatch>,
}

/// One field, whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CellPatch {
    /// The value that is shown.
    pub value: Value,
    /// Who wrote it.
    pub rev: Dot,
    /// The values that are offered beside it.
    pub others: Vec<Other>,
}

impl RowPatch {
    /// All of a row.
    #[must_use]
    pub fn whole(row: &Row) -> Self {
        let cell =
            |cell: &Cell| CellPatch { value: cell.value.clone(), rev: cell.rev, others: cell.others.clone() };
        let cells = gather::map(row.cells.iter().map(|(field, of)| (*field, cell(of))));
        Self { id: row.id, kind: row.kind, rev: row.rev, cells }
    }

    /// About how many bytes the patch takes on the wire before compression, to know when a page is full.
    #[must_use]
    pub fn weight(&self) -> usize {
        let value = |value: &Value| match value {
            Value::Text(text) => text.len() + 3,
            Value::Opaque(item) => item.len(),
            _ => 4,
        };
        let cell = |cell: &CellPatch| {
            value(&cell.value) + cell.others.iter().map(|other| value(&other.value) + 8).sum::<usize>() + 4
        };
        32 + self.cells.values().map(cell).sum::<usize>()
    }
}

/// `[partition, [group…]]`, one group for each kind of record.
pub(super) fn write_page(out: &mut Cbor, page: &Page, devices: &mut Devices, layout: Layout) {
    let mut kinds: BTreeMap<u16, Vec<&RowPatch>> = BTreeMap::new();
    for row in &page.rows {
        kinds.entry(row.kind).or_default().push(row);
    }
    out.array(2);
    out.uint(u64::from(page.partition.0));
    out.array(kinds.len());
    for (kind, rows) in kinds {
        write_group(out, kind, &rows, devices, layout);
    }
}

/// `[kind, …, columns, loose, exceptions]`: see [`Layout`] for what stands between.
fn write_group(out: &mut Cbor, kind: u16, rows: &[&RowPatch], devices: &mut Devices, layout: Layout) {
    write_names(out, kind, rows, devices, layout);

    // Columns are for the fields that most records have. Items of repeated parts have numbers of their own, and a
    // column for each would be as many as the records times as long as the records.
    let fields: BTreeSet<Field> = rows.iter().flat_map(|row| row.cells.keys().copied()).collect();
    let columns: Vec<Field> = fields.into_iter().filter(|field| field.item == 0).collect();
    out.array(columns.len());
    for field in columns {
        out.array(2);
        write_field(out, field);
        out.array(rows.len());
        for row in rows {
            match row.cells.get(&field) {
                Some(cell) => write_value(out, &cell.value),
                None => out.undefined(),
            }
        }
    }

    let cells =
        || rows.iter().enumerate().flat_map(|(at, row)| row.cells.iter().map(move |(f, c)| (at, row, *f, c)));
    let loose: Vec<_> = cells().filter(|(_, _, field, _)| field.item != 0).collect();
    out.array(loose.len());
    for (at, _, field, cell) in loose {
        out.array(3);
        out.uint(at as u64);
        write_field(out, field);
        write_value(out, &cell.value);
    }

    let odd: Vec<_> =
        cells().filter(|(_, row, _, cell)| cell.rev != row.rev || !cell.others.is_empty()).collect();
    out.array(odd.len());
    for (at, _, field, cell) in odd {
        out.array(5);
        out.uint(at as u64);
        write_field(out, field);
        out.uint(devices.place(cell.rev.device));
        out.uint(cell.rev.counter);
        out.array(cell.others.len());
        for other in &cell.others {
            out.array(3);
            write_value(out, &other.value);
            out.uint(devices.place(other.rev.device));
            out.uint(other.rev.counter);
        }
    }
}

/// A page that stands by itself: `[devices, page]`. Apps that know only the first layout ask for none.
#[must_use]
pub fn encode_page(page: &Page) -> Vec<u8> {
    let mut devices = Devices::default();
    let mut body = Cbor::default();
    write_page(&mut body, page, &mut devices, Layout::Steps);
    let mut out = Cbor::default();
    out.array(2);
    devices.write(&mut out);
    out.raw(&body.into_bytes());
    out.into_bytes()
}

/// Reads what [`encode_page`] wrote.
///
/// # Errors
/// Where the bytes are no whole page, as after a cut.
pub fn decode_page(body: &[u8]) -> Result<Page, DecodeError> {
    let mut input = Decoder::new(body);
    expect(array(&mut input)?, 2)?;
    let devices = Devices::read(&mut input)?;
    let page = read_page(&mut input, &devices)?;
    end(&input)?;
    Ok(page)
}

pub(super) fn read_page(input: &mut Decoder<'_>, devices: &Devices) -> Result<Page, DecodeError> {
    expect(array(input)?, 2)?;
    let partition = PartitionId(input.u32()?);
    let mut rows = Vec::new();
    for _ in 0..array(input)? {
        read_group(input, devices, &mut rows)?;
    }
    Ok(Page { partition, rows })
}

fn read_group(
    input: &mut Decoder<'_>,
    devices: &Devices,
    rows: &mut Vec<RowPatch>,
) -> Result<(), DecodeError> {
    let (kind, names) = read_names(input, devices)?;
    let mut group = Vec::with_capacity(names.len());
    group.extend(names.into_iter().map(|(id, rev)| RowPatch { id, kind, rev, cells: LiteMap::new() }));
    for _ in 0..array(input)? {
        expect(array(input)?, 2)?;
        let field = read_field(input)?;
        let values = read_column(input, group.len(), read_optional)?;
        for (row, value) in group.iter_mut().zip(values) {
            if let Some(value) = value {
                row.cells.insert(field, CellPatch { value, rev: row.rev, others: Vec::new() });
            }
        }
    }
    for _ in 0..array(input)? {
        expect(array(input)?, 3)?;
        let row = row_at(input, &mut group)?;
        let (field, value) = (read_field(input)?, read_value(input)?);
        row.cells.insert(field, CellPatch { value, rev: row.rev, others: Vec::new() });
    }
    for _ in 0..array(input)? {
        expect(array(input)?, 5)?;
        let row = row_at(input, &mut group)?;
        let field = read_field(input)?;
        let cell =
            row.cells.get_mut(&field).ok_or_else(|| DecodeError::new("an exception without its value"))?;
        cell.rev = devices.dot(input.u64()?, input.u64()?)?;
        for _ in 0..array(input)? {
            expect(array(input)?, 3)?;
            let value = read_value(input)?;
            cell.others.push(Other { value, rev: devices.dot(input.u64()?, input.u64()?)? });
        }
    }
    rows.append(&mut group);
    Ok(())
}

pub(super) fn read_column<'b, T>(
    input: &mut Decoder<'b>,
    len: usize,
    read: impl Fn(&mut Decoder<'b>) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    expect(array(input)?, len)?;
    (0..len).map(|_| read(input)).collect()
}

fn read_optional(input: &mut Decoder<'_>) -> Result<Option<Value>, DecodeError> {
    if input.datatype()? == Type::Undefined {
        input.undefined()?;
        return Ok(None);
    }
    read_value(input).map(Some)
}

fn row_at<'g>(input: &mut Decoder<'_>, group: &'g mut [RowPatch]) -> Result<&'g mut RowPatch, DecodeError> {
    let at = usize::try_from(input.u64()?).ok();
    at.and_then(|at| group.get_mut(at)).ok_or_else(|| DecodeError::new("a row that is not in the group"))
}

pub(super) fn expect(len: usize, wanted: usize) -> Result<(), DecodeError> {
    if len == wanted {
        Ok(())
    } else {
        Err(DecodeError::new(format!("expected {wanted} parts, found {len}")))
    }
}
