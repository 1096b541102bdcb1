package dev.sekisho.gateway.certificate;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a certificate is for a host (RFC 9525): only subject alternative names count, never the common name; {@code *} is
 * the whole left-most label and stands for exactly one label, above at least two.
 */
final class HostNames {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private HostNames() {}

    /**
     * Whether the certificate covers the host.
     *
     * @param host normalised name or address literal
     * @throws CertificateParsingException if its names cannot be read
     */
    static boolean covers(X509Certificate certificate, String host) throws CertificateParsingException {
        @Nullable Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return false;
        }
        byte @Nullable [] address = NetUtil.createByteArrayFromIpAddressString(host);
        for (List<?> name : names) {
            int type = (Integer) name.get(0);
            if (name.get(1) instanceof String text
                    && (address == null
                            ? type == DNS && matches(text, host)
                            : type == ADDRESS
                                    && Arrays.equals(NetUtil.createByteArrayFromIpAddressString(text), address))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a presented DNS name, perhaps with a wildcard, matches a host name. */
    static boolean matches(String presented, String host) {
        String pattern = plain(presented);
        String name = plain(host);
        if (!pattern.startsWith("*.")) {
            return !pattern.isEmpty() && pattern.indexOf('*') < 0 && pattern.equals(name);
        }
        String parent = pattern.substring(1);
        int firstDot = name.indexOf('.');
        return parent.indexOf('*') < 0
                && parent.indexOf('.', 1) > 0
                && firstDot > 0
                && name.substring(firstDot).equals(parent);
    }

    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
