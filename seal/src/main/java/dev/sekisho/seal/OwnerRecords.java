package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.Kind;

/** Records of one owner: sealed under the newest epoch, opened under the epoch that they name. */
final class OwnerRecords implements RecordSealer {
    private final OwnerKeys keys;
    private volatile int newest;

    OwnerRecords(OwnerKeys keys) {
        this.keys = keys;
        EntryId owner = EntryId.of(Kind.OWNER, keys.owner().id());
        this.newest =
                keys
                        .store()
                        .beside(
                                owner,
                                id -> id.kind() == Kind.RECORD_EPOCH
                                        && id.owner().equals(keys.owner().id()))
                        .stream()
                        .mapToInt(EntryId::number)
                        .max()
                        .orElse(0);
    }

    /** The keys of one table in one epoch. */
    record TableKey(String table, int epoch) {}

    @Override
    public byte[] seal(RecordContext context, byte[] plain) {
        OwnerKeys.Session open = keys.session();
        int epoch = newest;
        if (epoch == 0) {
            epoch = keys.making(() -> newest == 0 ? make() : newest);
        }
        return key(open, new TableKey(context.table(), epoch)).seal(context.id(), context.version(), plain);
    }

    @Override
    public byte[] open(RecordContext context, byte[] sealed) {
        OwnerKeys.Session open = keys.session();
        return key(open, new TableKey(context.table(), RecordKey.epochOf(sealed)))
                .open(context.id(), context.version(), sealed);
    }

    void rotate() {
        keys.making(this::make);
    }

    private int make() {
        newest = keys.newEpoch(Kind.RECORD_EPOCH, EntryId.NONE, Secret.random(keys.random()))
                .number();
        return newest;
    }

    private RecordKey key(OwnerKeys.Session open, TableKey of) {
        RecordKey known = open.tables.get(of);
        if (known != null) {
            return known;
        }
        EntryId id = new EntryId(Kind.RECORD_EPOCH, keys.owner().id(), EntryId.NONE, of.epoch());
        // Epochs of records end only with their owner, so an unknown number is damage and not a destroyed key.
        byte[] secret = keys.open(id)
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.RECORD_DAMAGED,
                        "A sealed record names keys that never existed here; it was not opened."));
        return open.tables.computeIfAbsent(
                of,
                table -> new RecordKey(
                        keys.cipher(), Secret.of(secret), keys.owner(), table.table(), table.epoch(), keys.random()));
    }
}
