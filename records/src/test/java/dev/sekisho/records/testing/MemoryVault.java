package dev.sekisho.records.testing;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.RandomAccessSource;
import dev.sekisho.seal.SegmentReader;
import dev.sekisho.seal.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys in memory that seal with AES-GCM and bind the whole context: for tests of what stands on a vault without the cost of its
 * key store. It has no segments and no logs.
 */
public final class MemoryVault implements Vault {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final Map<CustomerId, Keys> customers = new ConcurrentHashMap<>();
    private final Installation installation = new Installation(new Keys(random()));

    @Override
    public CustomerVault create(CustomerScope scope) {
        customers.put(scope.customer(), new Keys(random()));
        return of(scope);
    }

    @Override
    public CustomerVault of(CustomerScope scope) {
        Keys keys = customers.get(scope.customer());
        if (keys == null) {
            throw new SekishoException(ErrorCode.KEY_UNKNOWN, "no keys of this customer");
        }
        return new Customer(keys);
    }

    @Override
    public void destroy(CustomerScope scope) {
        customers.remove(scope.customer());
    }

    @Override
    public InstallationVault installation() {
        return installation;
    }

    @Override
    public List<CustomerId> customers() {
        return List.copyOf(customers.keySet());
    }

    @Override
    public Optional<CustomerId> ownerOfLogKey(Id128 logKey) {
        return Optional.empty();
    }

    @Override
    public List<PlaceHealth> places() {
        return List.of(new PlaceHealth("memory", true, ""));
    }

    @Override
    public void close() {
        customers.clear();
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private record Keys(byte[] key, Map<PersonToken, byte[]> subjects) {
        Keys(byte[] key) {
            this(key, new ConcurrentHashMap<>());
        }

        byte[] mac(String label, byte[] value) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                mac.update(ByteBuffer.allocate(4).putInt(label.length()).array());
                mac.update(label.getBytes(StandardCharsets.UTF_8));
                return mac.doFinal(value);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static byte[] seal(byte[] key, String context, byte[] plain) {
        byte[] nonce = Arrays.copyOf(random(), 12);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, context, plain);
        return ByteBuffer.allocate(12 + sealed.length).put(nonce).put(sealed).array();
    }

    private static byte[] open(byte[] key, String context, byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, 12);
        return crypt(Cipher.DECRYPT_MODE, key, nonce, context, Arrays.copyOfRange(sealed, 12, sealed.length));
    }

    private static byte[] crypt(int mode, byte[] key, byte[] nonce, String context, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new SekishoException(ErrorCode.RECORD_DAMAGED, "the record does not open", e);
        }
    }

    private record Customer(Keys keys) implements CustomerVault {
        @Override
        public byte[] seal(RecordContext context, byte[] plain) {
            return MemoryVault.seal(keys.key(), context.toString(), plain);
        }

        @Override
        public byte[] open(RecordContext context, byte[] sealed) {
            return MemoryVault.open(keys.key(), context.toString(), sealed);
        }

        @Override
        public byte[] blindIndex(String column, byte[] value) {
            return Arrays.copyOf(keys.mac(column, value), 16);
        }

        @Override
        public byte[] sealIdentity(PersonToken person, long version, byte[] plain) {
            byte[] key = keys.subjects().computeIfAbsent(person, token -> random());
            return MemoryVault.seal(key, person + "/" + version, plain);
        }

        @Override
        public byte[] openIdentity(PersonToken person, long version, byte[] sealed) {
            byte[] key = keys.subjects().get(person);
            if (key == null) {
                throw new SekishoException(ErrorCode.KEY_DESTROYED, "the person was erased");
            }
            return MemoryVault.open(key, person + "/" + version, sealed);
        }

        @Override
        public void destroyIdentity(PersonToken person) {
            keys.subjects().remove(person);
        }

        @Override
        public byte[] blindIndex(String column, int version, byte[] value) {
            return blindIndex(column, value);
        }

        @Override
        public int blindIndexVersion(String column) {
            return 1;
        }

        @Override
        public int rotateBlindIndex(String column) {
            return 1;
        }

        @Override
        public void destroyBlindIndex(String column, int version) {}

        @Override
        public void rotateRecordKeys() {}

        @Override
        public LogKey newLogKey() {
            throw new UnsupportedOperationException("no logs in memory");
        }

        @Override
        public Optional<LogKey> logKey(Id128 id) {
            return Optional.empty();
        }

        @Override
        public void destroyLogKey(Id128 id) {}

        @Override
        public SealedSegment sealSegment(LocalDate day, byte[] plain) {
            throw new UnsupportedOperationException("no segments in memory");
        }

        @Override
        public SegmentReader openSegment(Id128 segment, LocalDate day, RandomAccessSource source) {
            throw new UnsupportedOperationException("no segments in memory");
        }

        @Override
        public void destroySegment(Id128 segment) {}

        @Override
        public void destroyDay(LocalDate day) {}
    }

    private static final class Installation implements InstallationVault {
        private final Keys keys;
        private final KeyPair pair;

        Installation(Keys keys) {
            this.keys = keys;
            try {
                this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public byte[] seal(RecordContext context, byte[] plain) {
            return MemoryVault.seal(keys.key(), context.toString(), plain);
        }

        @Override
        public byte[] open(RecordContext context, byte[] sealed) {
            return MemoryVault.open(keys.key(), context.toString(), sealed);
        }

        @Override
        public byte[] mac(String label, byte[] value) {
            return keys.mac(label, value);
        }

        @Override
        public byte[] sign(String purpose, byte[] message) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(purpose.getBytes(StandardCharsets.UTF_8));
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public PublicKey verificationKey() {
            return pair.getPublic();
        }

        @Override
        public boolean verify(String purpose, byte[] message, byte[] signed) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initVerify(pair.getPublic());
                signature.update(purpose.getBytes(StandardCharsets.UTF_8));
                signature.update(message);
                return signature.verify(signed);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}
