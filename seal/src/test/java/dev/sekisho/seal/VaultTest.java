package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final RecordContext ROW = new RecordContext("policy", "p1", 7);

    @TempDir
    Path folder;

    @Test
    void everythingSealedOpensAgainAfterARestart() throws IOException {
        // Given
        Fixture fixture = new Fixture(folder);
        byte[] text = "a name".getBytes(StandardCharsets.UTF_8);
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        PersonToken person = new PersonToken(Id128.random(new SecureRandom()));
        byte[] row;
        byte[] frame;
        byte[] identity;
        byte[] token;
        byte[] label;
        byte[] signature;
        byte[] own;
        Id128 log;
        SealedSegment segment;
        try (Vault vault = fixture.open()) {
            CustomerVault customer = vault.create(fixture.scope());
            LogKey key = customer.newLogKey();
            log = key.id();
            row = customer.seal(ROW, text);
            frame = key.seal(3, text, 0, text.length);
            identity = customer.sealIdentity(person, 1, text);
            token = customer.blindIndex("people.login", text);
            segment = customer.sealSegment(DAY, content);
            label = vault.installation().mac("credential", text);
            signature = vault.installation().sign("receipt", text);
            own = vault.installation().seal(ROW, text);
        }
        // When
        try (Vault vault = fixture.open()) {
            CustomerVault customer = vault.of(fixture.scope());
            // Then
            assertThat(customer.open(ROW, row)).isEqualTo(text);
            assertThat(customer.logKey(log).orElseThrow().open(3, frame)).isEqualTo(text);
            assertThat(customer.openIdentity(person, 1, identity)).isEqualTo(text);
            assertThat(customer.blindIndex("people.login", text))
                    .isEqualTo(token)
                    .hasSize(16);
            SegmentReader reader = customer.openSegment(segment.id(), DAY, new ArraySource(segment.bytes()));
            byte[] back = new byte[content.length];
            reader.read(0, back, 0, back.length);
            assertThat(back).isEqualTo(content);
            assertThat(reader.size()).isEqualTo(content.length);
            assertThat(vault.installation().mac("credential", text))
                    .isEqualTo(label)
                    .hasSize(32);
            assertThat(vault.installation().verify("receipt", text, signature)).isTrue();
            assertThat(vault.installation().verify("other", text, signature)).isFalse();
            assertThat(vault.installation().open(ROW, own)).isEqualTo(text);
            assertThat(vault.customers()).containsExactly(fixture.scope().customer());
            assertThat(vault.ownerOfLogKey(log)).contains(fixture.scope().customer());
            assertThat(vault.places()).hasSize(2).allMatch(Vault.PlaceHealth::healthy);
        }
    }
}
