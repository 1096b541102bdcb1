package dev.sekisho.records.store;

/** The SQL of records, for tables with and without a column that names the customer. */
record Statements(
        String find,
        String findBy,
        String list,
        String insert,
        String update,
        String delete,
        String deleteIndexes,
        String insertIndex) {
    /** Of customers. The predicate on the customer stands beside row-level security, which would suffice. */
    static final Statements CUSTOMER = on(
            "sealed_record", "customer = :customer AND ", "i.customer = r.customer AND ", "customer, ", ":customer, ");

    /** Of the installation. */
    static final Statements INSTALLATION = on("installation_record", "", "", "", "");

    private static Statements on(String table, String own, String join, String column, String value) {
        String columns = "r.id, r.version, r.changed, r.payload";
        String aliased = own.isEmpty() ? "" : "r." + own;
        return new Statements(
                "SELECT " + columns + " FROM " + table + " r WHERE " + aliased + "r.kind = :kind AND r.id = :id",
                "SELECT " + columns + " FROM " + table + " r JOIN " + table + "_index i ON " + join
                        + "i.kind = r.kind AND i.id = r.id WHERE " + aliased
                        + "r.kind = :kind AND i.label = :label AND i.token = :token ORDER BY r.id LIMIT :limit",
                "SELECT " + columns + " FROM " + table + " r WHERE " + aliased
                        + "r.kind = :kind AND r.id > :after ORDER BY r.id LIMIT :limit",
                "INSERT INTO " + table + " (" + column + "kind, id, version, changed, payload) VALUES (" + value
                        + ":kind, :id, 1, :changed, :payload)",
                "UPDATE " + table + " SET version = version + 1, changed = :changed, payload = :payload WHERE " + own
                        + "kind = :kind AND id = :id AND version = :expected",
                "DELETE FROM " + table + " WHERE " + own + "kind = :kind AND id = :id",
                "DELETE FROM " + table + "_index WHERE " + own + "kind = :kind AND id = :id",
                "INSERT INTO " + table + "_index (" + column + "kind, label, token, id) VALUES (" + value
                        + ":kind, :label, :token, :id)");
    }
}
