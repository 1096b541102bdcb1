package dev.sekisho.gateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeafMintTest {
    private final TestAuthority authority = new TestAuthority();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource time = now::get;
    private final LeafMint mint = new LeafMint(authority, time, new LeafMint.Limits(8, 4, 2, 64, Duration.ofDays(1)));
    private final CustomerScope customer = TestAuthority.newCustomer();
    private final TestPki.Entity siteRoot = TestPki.root("Site root");

    @AfterEach
    void close() {
        mint.close();
    }

    private Leaf leaf(CustomerScope scope, String host, X509Certificate upstream) {
        return await(mint.leafFor(scope, host, Optional.of(upstream)).toCompletableFuture());
    }

    private static Leaf await(CompletableFuture<Leaf> leaf) {
        return leaf.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void oneLeafServesAllHostsOfAWildcardCertificate() {
        // Given
        X509Certificate site = TestPki.leaf("*.shop.example", "*.shop.example", "shop.example")
                .signedBy(siteRoot)
                .certificate();
        X509Certificate other =
                TestPki.leaf("news.example", "news.example").signedBy(siteRoot).certificate();
        // When
        Leaf first = leaf(customer, "a.shop.example", site);
        Leaf second = leaf(customer, "b.shop.example", site);
        Leaf third = leaf(customer, "news.example", other);
        // Then
        assertThat(second).isSameAs(first);
        assertThat(third.alias()).isNotEqualTo(first.alias());
        assertThat(authority.asked).hasValue(1);
    }

    @Test
    void aLeafRepeatsTheNamesOfTheSite() throws Exception {
        // Given
        X509Certificate site = TestPki.leaf("www.shop.example", "www.shop.example", "*.cdn.example")
                .address("192.0.2.7")
                .signedBy(siteRoot)
                .certificate();
        // When
        X509Certificate leaf = leaf(customer, "www.shop.example", site).chain().getFirst();
        // Then
        assertThat(leaf.getSubjectAlternativeNames())
                .isNotEmpty()
                .containsExactlyElementsOf(site.getSubjectAlternativeNames());
        assertThat(leaf.getSubjectX500Principal()).isEqualTo(site.getSubjectX500Principal());
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getSerialNumber().bitLength()).isBetween(64, 159);
        assertThat(leaf.getNonCriticalExtensionOIDs()).doesNotContain("2.5.29.31", "1.3.6.1.5.5.7.1.1");
    }

    @Test
    void aLeafVerifiesUnderItsCustomersRootAndNoOther() throws Exception {
        // Given
        CustomerScope neighbour = TestAuthority.newCustomer();
        X509Certificate site =
                TestPki.leaf("a.example", "a.example").signedBy(siteRoot).certificate();
        // When
        Leaf mine = leaf(customer, "a.example", site);
        Leaf theirs = leaf(neighbour, "a.example", site);
        // Then
        assertThat(judge(authority.root(customer), mine)).isEqualTo(new UpstreamVerdict.Trusted());
        assertThat(judge(authority.root(neighbour), theirs)).isEqualTo(new UpstreamVerdict.Trusted());
        assertThat(judge(authority.root(customer), theirs)).isInstanceOf(UpstreamVerdict.Faulty.class);
        assertThatThrownBy(() ->
                        theirs.chain().getFirst().verify(mine.chain().get(1).getPublicKey()))
                .isInstanceOf(SignatureException.class);
        assertThat(theirs.key()).isNotEqualTo(mine.key());
    }

    @Test
    void aCustomersKeyManagerKnowsOnlyItsOwnLeaves() {
        // Given
        CustomerScope neighbour = TestAuthority.newCustomer();
        X509Certificate site =
                TestPki.leaf("a.example", "a.example").signedBy(siteRoot).certificate();
        // When
        Leaf theirs = leaf(neighbour, "a.example", site);
        // Then
        assertThat(mint.keysOf(customer).getPrivateKey(theirs.alias())).isNull();
        assertThat(mint.keysOf(customer).getCertificateChain(theirs.alias())).isNull();
        assertThat(mint.keysOf(neighbour).getPrivateKey(theirs.alias())).isEqualTo(theirs.key());
    }

    private static UpstreamVerdict judge(X509Certificate root, Leaf leaf) {
        return CertificateJudge.withJdkRoots(List.of(root)).judge("a.example", leaf.chain(), Instant.now());
    }

    @Test
    void anEndedSiteCertificateGivesAnEndedLeaf() {
        // Given
        Instant end = now.get().minus(Duration.ofDays(3));
        X509Certificate site = TestPki.leaf("a.example", "a.example")
                .valid(end.minus(Duration.ofDays(90)), end)
                .signedBy(siteRoot)
                .certificate();
        // When
        X509Certificate leaf = leaf(customer, "a.example", site).chain().getFirst();
        // Then
        assertThat(leaf.getNotAfter()).isEqualTo(site.getNotAfter());
        assertThat(leaf.getNotBefore()).isBefore(leaf.getNotAfter());
    }

    @Test
    void aSiteCertificateOfTheFutureGivesALeafOfTheFuture() {
        // Given
        Instant start = now.get().plus(Duration.ofDays(20));
        X509Certificate site = TestPki.leaf("a.example", "a.example")
                .valid(start, start.plus(Duration.ofDays(90)))
                .signedBy(siteRoot)
                .certificate();
        // When
        X509Certificate leaf = leaf(customer, "a.example", site).chain().getFirst();
        // Then
        assertThat(leaf.getNotBefore()).isEqualTo(site.getNotBefore());
        assertThat(leaf.getNotAfter()).isAfter(leaf.getNotBefore());
    }

    @Test
    void aLeafNeverOutlivesItsIntermediate() {
        // Given
        authority.to = now.get().plus(Duration.ofHours(7));
        X509Certificate site =
                TestPki.leaf("a.example", "a.example").signedBy(siteRoot).certificate();
        // When
        Leaf leaf = leaf(customer, "a.example", site);
        // Then
        assertThat(leaf.notAfter())
                .isEqualTo(leaf.chain().get(1).getNotAfter().toInstant())
                .isBefore(site.getNotAfter().toInstant());
    }

    @Test
    void aHostThatIsNotContactedGetsALeafOfItsOwnName() throws Exception {
        // When
        X509Certificate named = await(mint.leafFor(customer, "blocked.example", Optional.empty())
                        .toCompletableFuture())
                .chain()
                .getFirst();
        X509Certificate numbered = await(
                        mint.leafFor(customer, "2001:db8::7", Optional.empty()).toCompletableFuture())
                .chain()
                .getFirst();
        X509Certificate long_ = await(mint.leafFor(customer, "a".repeat(60) + ".b.example", Optional.empty())
                        .toCompletableFuture())
                .chain()
                .getFirst();
        // Then
        assertThat(HostNames.covers(named, "blocked.example")).isTrue();
        assertThat(HostNames.covers(named, "other.example")).isFalse();
        assertThat(HostNames.covers(numbered, "2001:db8::7")).isTrue();
        assertThat(HostNames.covers(long_, "a".repeat(60) + ".b.example")).isTrue();
        assertThat(long_.getSubjectX500Principal().getName()).isEmpty();
        assertThat(long_.getCriticalExtensionOIDs()).contains("2.5.29.17");
    }

    @Test
    void manyWhoAskAtOnceGetTheSameLeaf() {
        // Given
        X509Certificate site =
                TestPki.leaf("a.example", "a.example").signedBy(siteRoot).certificate();
        // When
        Set<String> aliases = new HashSet<>();
        List<CompletableFuture<Leaf>> all = IntStream.range(0, 200)
                .mapToObj(i -> mint.leafFor(customer, "h" + i + ".example", Optional.of(site))
                        .toCompletableFuture())
                .toList();
        all.forEach(leaf -> aliases.add(await(leaf).alias()));
        // Then
        assertThat(aliases).hasSize(1);
        assertThat(authority.asked).hasValue(1);
    }

    @Test
    void aFullCacheStillMints() {
        // When
        Set<String> aliases = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            aliases.add(await(mint.leafFor(customer, "h" + i + ".example", Optional.empty())
                            .toCompletableFuture())
                    .alias());
        }
        // Then
        assertThat(aliases).hasSize(40);
    }

    @Test
    void nearItsEndTheIntermediateIsReplacedBesideTheRequests() throws Exception {
        // Given
        Leaf before =
                await(mint.leafFor(customer, "a.example", Optional.empty()).toCompletableFuture());
        now.set(authority.to.minus(Duration.ofHours(2)));
        authority.to = now.get().plus(Duration.ofDays(6));
        // When
        Leaf during =
                await(mint.leafFor(customer, "a.example", Optional.empty()).toCompletableFuture());
        X509Certificate old = before.chain().get(1);
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        X509Certificate current = old;
        while (current.equals(old) && System.nanoTime() < limit) {
            Thread.onSpinWait();
            current = await(mint.leafFor(customer, "b.example", Optional.empty())
                            .toCompletableFuture())
                    .chain()
                    .get(1);
        }
        // Then
        assertThat(during.chain().get(1)).isEqualTo(old);
        assertThat(current).isNotEqualTo(old);
        assertThat(authority.asked).hasValue(2);
    }

    @Test
    void anAuthorityThatIsDownIsBridgedUntilTheIntermediateEndsAndNoLonger() {
        // Given
        await(mint.leafFor(customer, "a.example", Optional.empty()).toCompletableFuture());
        authority.down = true;
        // When
        now.set(authority.to.minusSeconds(30));
        Leaf last = await(mint.leafFor(customer, "b.example", Optional.empty()).toCompletableFuture());
        now.set(authority.to.plusSeconds(1));
        // Then
        assertThat(last.notAfter()).isBefore(now.get());
        assertThatThrownBy(() -> await(
                        mint.leafFor(customer, "c.example", Optional.empty()).toCompletableFuture()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE));
    }

    @Test
    void anIntermediateThatIsNoAuthorityOrLivesTooLongIsNotUsed() {
        // Given
        authority.withoutAuthority = true;
        // When, Then
        assertThatThrownBy(() -> await(
                        mint.leafFor(customer, "a.example", Optional.empty()).toCompletableFuture()))
                .hasRootCauseInstanceOf(SekishoException.class);
        // Given
        authority.withoutAuthority = false;
        authority.to = now.get().plus(Duration.ofDays(8));
        // When, Then
        assertThatThrownBy(() -> await(
                        mint.leafFor(customer, "a.example", Optional.empty()).toCompletableFuture()))
                .hasRootCauseInstanceOf(SekishoException.class);
        // Given: the control
        authority.to = now.get().plus(Duration.ofDays(6));
        // When, Then
        assertThat(await(mint.leafFor(customer, "a.example", Optional.empty()).toCompletableFuture()))
                .isNotNull();
    }

    @Test
    void bothSignersMakeCertificatesThatVerify() throws Exception {
        for (LeafSigner signer : List.of(LeafSigner.best(), LeafSigner.jdk())) {
            // Given
            Issuer issuer = Issuer.of(authority.of(customer), signer, now.get());
            // When
            Leaf leaf = issuer.forHost("a.example", now.get(), Duration.ofHours(1));
            // Then
            leaf.chain().getFirst().verify(leaf.chain().get(1).getPublicKey());
            assertThat(judge(authority.root(customer), leaf)).isEqualTo(new UpstreamVerdict.Trusted());
        }
    }
}
