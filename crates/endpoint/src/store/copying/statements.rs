//! The statements of a move that both databases understand: each takes them into its own module.

/// What both databases are told in the same words: reading a table by its key, writing rows, and the mark.
macro_rules! copying {
    ($database:ty, $connection:ty) => {
        /// The rows of a table after one, in the order of its key.
        pub(in crate::store) async fn page(
            connection: &mut $connection,
            table: &Table,
            after: Option<&[Cell]>,
        ) -> Result<Vec<Vec<Cell>>, StoreError> {
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
            let key: Vec<&str> = table.key.iter().filter_map(|at| names.get(*at).copied()).collect();
            let (all, key) = (names.join(", "), key.join(", "));
            let mut query = QueryBuilder::<$database>::new(format!("SELECT {all} FROM {}", table.name));
            if let Some(after) = after {
                query.push(format!(" WHERE ({key}) > ("));
                let mut values = query.separated(", ");
                for cell in table.key.iter().filter_map(|at| after.get(*at)) {
                    match cell {
                        Cell::Integer(number) => values.push_bind(*number),
                        Cell::Text(text) => values.push_bind(text.clone()),
                        Cell::Bytes(bytes) => values.push_bind(bytes.clone()),
                    };
                }
                query.push(")");
            }
            query.push(format!(" ORDER BY {key} LIMIT {}", AT_ONCE));
            let mut rows = Vec::new();
            for found in query.build().fetch_all(connection).await? {
                let mut row = Vec::new();
                for (at, (_, kind)) in table.columns.iter().enumerate() {
                    row.push(match kind {
                        Kind::Integer => Cell::Integer(found.try_get(at)?),
                        Kind::Text => Cell::Text(found.try_get(at)?),
                        Kind::Bytes => Cell::Bytes(found.try_get(at)?),
                    });
                }
                rows.push(row);
            }
            Ok(rows)
        }

        /// Writes rows into a table.
        pub(in crate::store) async fn insert(
            connection: &mut $connection,
            table: &Table,
            rows: Vec<Vec<Cell>>,
        ) -> Result<(), StoreError> {
            let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
            let into = format!("INSERT INTO {} ({}) ", table.name, names.join(", "));
            let mut query = QueryBuilder::<$database>::new(into);
            query.push_values(rows, |mut to, row| {
                for cell in row {
                    match cell {
                        Cell::Integer(number) => to.push_bind(number),
                        Cell::Text(text) => to.push_bind(text),
                        Cell::Bytes(bytes) => to.push_bind(bytes),
                    };
                }
            });
            query.build().execute(connection).await?;
            Ok(())
        }

        /// Carries out a statement without parameters.
        pub(in crate::store) async fn tell(
            connection: &mut $connection,
            statement: &'static str,
        ) -> Result<(), StoreError> {
            sqlx::raw_sql(statement).execute(connection).await?;
            Ok(())
        }

        /// Marks the database as one that is not complete.
        pub(in crate::store) async fn mark(
            connection: &mut $connection,
            tenant: i64,
            key: &str,
        ) -> Result<(), StoreError> {
            let query = sqlx::query("INSERT INTO meta (tenant, key, value) VALUES ($1, $2, $3)");
            query.bind(tenant).bind(key).bind(Vec::<u8>::new()).execute(connection).await?;
            Ok(())
        }

        /// It is complete.
        pub(in crate::store) async fn unmark(
            connection: &mut $connection,
            tenant: i64,
            key: &str,
        ) -> Result<(), StoreError> {
            let query = sqlx::query("DELETE FROM meta WHERE tenant = $1 AND key = $2");
            query.bind(tenant).bind(key).execute(connection).await?;
            Ok(())
        }

        /// The migrations that were carried out.
        pub(in crate::store) async fn versions(connection: &mut $connection) -> Result<Vec<i64>, StoreError> {
            let query = sqlx::query_scalar("SELECT version FROM _sqlx_migrations ORDER BY version");
            Ok(query.fetch_all(connection).await?)
        }

        /// Closes a target.
        pub(in crate::store) async fn end(connection: $connection) -> Result<(), StoreError> {
            Ok(connection.close().await?)
        }
    };
}
