package dev.sekisho.gateway.destination;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The answer to one question of DNS.
 *
 * @param addresses at most 32; only of the name itself or of what its aliases lead to, within this one answer
 * @param failure why there are none
 * @param ttl the shortest time to live on the way
 */
record DnsAnswer(List<InetAddress> addresses, Optional<Resolution.Reason> failure, Duration ttl) {
    static final DnsAnswer TIMEOUT = none(Resolution.Reason.TIMEOUT);
    static final DnsAnswer FAILED = none(Resolution.Reason.FAILED);

    private static final int MAX_ADDRESSES = 32;
    private static final int MAX_ALIASES = 16;

    private static DnsAnswer none(Resolution.Reason reason) {
        return new DnsAnswer(List.of(), Optional.of(reason), Duration.ZERO);
    }

    /** Whether another server need not be asked. */
    boolean isFinal() {
        return failure.isEmpty()
                || failure.get() == Resolution.Reason.NO_SUCH_NAME
                || failure.get() == Resolution.Reason.NO_ADDRESS;
    }

    /** Both families together; without any address the failure that promises most from another try. */
    Answer with(DnsAnswer other) {
        List<InetAddress> all = DnsLookup.interleave(addresses, other.addresses);
        if (all.isEmpty()) {
            Resolution.Reason mine = failure.orElseThrow();
            Resolution.Reason others = other.failure.orElseThrow();
            return Answer.none(weight(mine) >= weight(others) ? mine : others);
        }
        if (addresses.isEmpty() || other.addresses.isEmpty()) {
            return Answer.found(all, addresses.isEmpty() ? other.ttl : ttl);
        }
        return Answer.found(all, ttl.compareTo(other.ttl) < 0 ? ttl : other.ttl);
    }

    private static int weight(Resolution.Reason reason) {
        return switch (reason) {
            case NO_SUCH_NAME -> 0;
            case NO_ADDRESS -> 1;
            case FAILED -> 2;
            case TIMEOUT -> 3;
            case OVERLOADED -> 4;
        };
    }

    /** Reads a response; the caller releases it. */
    static DnsAnswer read(String name, DnsRecordType type, DnsResponse response) {
        if (DnsResponseCode.NXDOMAIN.equals(response.code())) {
            return none(Resolution.Reason.NO_SUCH_NAME);
        }
        if (!DnsResponseCode.NOERROR.equals(response.code()) || response.isTruncated()) {
            return FAILED;
        }
        String owner = key(name);
        long ttl = Long.MAX_VALUE;
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            List<InetAddress> found = new ArrayList<>();
            for (DnsRecord record : recordsOf(response, owner, type)) {
                ttl = Math.min(ttl, record.timeToLive());
                addAddress(found, (DnsRawRecord) record, type);
            }
            if (!found.isEmpty()) {
                return new DnsAnswer(List.copyOf(found), Optional.empty(), Duration.ofSeconds(ttl));
            }
            List<DnsRecord> next = recordsOf(response, owner, DnsRecordType.CNAME);
            if (next.isEmpty()) {
                return none(Resolution.Reason.NO_ADDRESS);
            }
            ttl = Math.min(ttl, next.getFirst().timeToLive());
            owner = key(DefaultDnsRecordDecoder.decodeName(
                    ((DnsRawRecord) next.getFirst()).content().duplicate()));
        }
        return FAILED;
    }

    private static List<DnsRecord> recordsOf(DnsResponse response, String owner, DnsRecordType type) {
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
            if (type.equals(record.type())
                    && record instanceof DnsRawRecord
                    && key(record.name()).equals(owner)) {
                records.add(record);
            }
        }
        return records;
    }

    private static void addAddress(List<InetAddress> found, DnsRawRecord record, DnsRecordType type) {
        ByteBuf content = record.content();
        int expected = DnsRecordType.A.equals(type) ? 4 : 16;
        if (content.readableBytes() == expected && found.size() < MAX_ADDRESSES) {
            found.add(SpecialAddresses.of(ByteBufUtil.getBytes(content)));
        }
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
