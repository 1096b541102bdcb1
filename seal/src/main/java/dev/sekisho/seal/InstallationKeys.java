package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.backup.BackupMac;
import dev.sekisho.seal.backup.BackupVerifierKey;
import dev.sekisho.seal.backup.RegionMac;
import dev.sekisho.seal.codec.Hkdf;
import dev.sekisho.seal.codec.Info;
import dev.sekisho.seal.codec.MacKey;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The installation's vault: records, names that say nothing, and the Ed25519 key (RFC 8032) that signs what leaves it. */
final class InstallationKeys implements InstallationVault {
    private static final String SIGNATURE = "Ed25519";
    private static final int KEY_BYTES = 32;
    private static final int BACKUP_VERSION = 1;
    private static final int MAX_NOTE_BYTES = 1024;
    private static final byte[] NO_CONTEXT = new byte[0];
    private final OwnerKeys keys;
    private final OwnerRecords records;
    private final byte[] labels;
    private final KeyPair signing;
    private final Map<String, MacKey> byLabel = new ConcurrentHashMap<>();

    InstallationKeys(OwnerKeys keys) {
        this.keys = keys;
        this.records = new OwnerRecords(keys);
        EntryId labelEntry = EntryId.of(Kind.LABELS, keys.owner().id());
        EntryId signEntry = EntryId.of(Kind.SIGNING, keys.owner().id());
        if (!keys.store().has(labelEntry) || !keys.store().has(signEntry)) {
            byte[] random = new byte[KEY_BYTES];
            keys.random().nextBytes(random);
            keys.add(Map.of(labelEntry, random, signEntry, newPair()));
        }
        this.labels = keys.open(labelEntry).orElseThrow();
        this.signing = pair(keys.open(signEntry).orElseThrow());
    }

    @Override
    public byte[] seal(RecordContext context, byte[] plain) {
        return records.seal(context, plain);
    }

    @Override
    public byte[] open(RecordContext context, byte[] sealed) {
        return records.open(context, sealed);
    }

    @Override
    public byte[] mac(String label, byte[] value) {
        MacKey key = byLabel.get(label);
        if (key == null) {
            key = byLabel.computeIfAbsent(
                    label,
                    l -> new MacKey(
                            Hkdf.expand(labels, Info.of("sekisho/1 label").text(l), KEY_BYTES)));
        }
        return key.tag(NO_CONTEXT, value, 0, value.length);
    }

    @Override
    public void note(String label, byte[] value) {
        if (value.length > MAX_NOTE_BYTES) {
            throw new IllegalArgumentException("a note has at most " + MAX_NOTE_BYTES + " bytes, not " + value.length);
        }
        keys.making(() -> {
            keys.add(noteOf(label), value);
            return label;
        });
    }

    @Override
    public Optional<byte[]> noted(String label) {
        return keys.open(noteOf(label));
    }

    private EntryId noteOf(String label) {
        byte[] name = mac("note", label.getBytes(StandardCharsets.UTF_8));
        return EntryId.of(Kind.NOTE, keys.owner().id(), Id128.of(Arrays.copyOf(name, 16)));
    }

    @Override
    public byte[] sign(String purpose, byte[] message) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(signing.getPrivate());
            signature.update(signed(purpose, message));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK could not sign", e);
        }
    }

    @Override
    public PublicKey verificationKey() {
        return signing.getPublic();
    }

    @Override
    public boolean verify(String purpose, byte[] message, byte[] signature) {
        return Signatures.verify(signing.getPublic(), keys.owner().region(), purpose, message, signature);
    }

    @Override
    public BackupMac backupMac() {
        return new RegionMac(keys.owner().region(), BACKUP_VERSION, backupKey());
    }

    @Override
    public byte[] exportVerifier() {
        return BackupVerifierKey.write(keys.owner().region(), BACKUP_VERSION, backupKey(), signing.getPublic());
    }

    private byte[] backupKey() {
        EntryId id = new EntryId(Kind.BACKUP_MAC, keys.owner().id(), EntryId.NONE, BACKUP_VERSION);
        return keys.making(() -> keys.open(id).orElseGet(() -> {
            byte[] made = new byte[RegionMac.KEY_BYTES];
            keys.random().nextBytes(made);
            keys.add(id, made);
            return made;
        }));
    }

    private byte[] signed(String purpose, byte[] message) {
        return Signatures.message(keys.owner().region(), purpose, message);
    }

    private static byte[] newPair() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(SIGNATURE).generateKeyPair();
            byte[] secret = pair.getPrivate().getEncoded();
            byte[] open = pair.getPublic().getEncoded();
            return ByteBuffer.allocate(4 + secret.length + open.length)
                    .putInt(secret.length)
                    .put(secret)
                    .put(open)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no " + SIGNATURE, e);
        }
    }

    private static KeyPair pair(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        byte[] secret = new byte[in.getInt()];
        in.get(secret);
        byte[] open = new byte[in.remaining()];
        in.get(open);
        try {
            KeyFactory factory = KeyFactory.getInstance(SIGNATURE);
            PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(secret));
            return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(open)), privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the stored signing key is not one", e);
        }
    }
}
