package dev.sekisho.lake.engine;

import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.lake.segment.DayManifest;
import dev.sekisho.lake.segment.ManifestStore;
import dev.sekisho.lake.segment.SegmentWriter;
import dev.sekisho.seal.CustomerVault;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Everything of one customer: keys, folder, hot buffers and manifests. */
final class Shard {
    final CustomerVault vault;
    final String folder;
    final ManifestStore manifests;
    final SegmentWriter segments;
    final Leases leases;
    /** The buffer that takes new rows of a day; for the ingest thread alone. */
    final Map<LocalDate, HotBuffer> filling = new HashMap<>();

    private volatile Snapshot snapshot;

    Shard(LakeFiles files, CustomerVault vault, String folder, Snapshot snapshot, Executor background) {
        this.vault = vault;
        this.folder = folder;
        this.manifests = new ManifestStore(files, vault, folder);
        this.segments = new SegmentWriter(files, vault, folder);
        this.leases = new Leases(background);
        this.snapshot = snapshot;
    }

    /** All its rows now. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Shows a new hot buffer to queries. */
    synchronized void add(EventBuffer buffer) {
        snapshot = snapshot.withBuffer(buffer);
    }

    /** Shows a new manifest, and no longer the buffer whose rows it holds. */
    synchronized void sealed(EventBuffer buffer, DayManifest manifest) {
        snapshot = snapshot.withSealed(buffer, manifest);
    }

    /** Shows a new manifest. */
    synchronized void merged(DayManifest manifest) {
        snapshot = snapshot.withManifest(manifest);
    }
}
