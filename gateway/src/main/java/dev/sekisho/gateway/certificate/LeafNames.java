package dev.sekisho.gateway.certificate;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/**
 * The names in a leaf: DNS names and addresses, nothing else of what a certificate may name.
 *
 * @param subject the common name, or no name at all
 * @param alternatives the subject alternative names; may be empty, then clients refuse the leaf as they would the site's
 */
record LeafNames(X500Name subject, GeneralNames alternatives) {
    /** RFC 5280, appendix A.1: ub-common-name. */
    private static final int MAX_COMMON_NAME_CHARS = 64;

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    /** The one host. */
    static LeafNames of(String host) {
        byte @Nullable [] address = NetUtil.createByteArrayFromIpAddressString(host);
        GeneralName name = address == null
                ? new GeneralName(GeneralName.dNSName, host)
                : new GeneralName(GeneralName.iPAddress, new DEROctetString(address));
        return new LeafNames(subject(host), new GeneralNames(name));
    }

    /** The names of a site's certificate. */
    static LeafNames of(X509Certificate upstream) throws CertificateParsingException {
        List<GeneralName> names = new ArrayList<>();
        @Nullable Collection<List<?>> alternatives = upstream.getSubjectAlternativeNames();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            if (alternative.get(1) instanceof String text) {
                add(names, (Integer) alternative.get(0), text);
            }
        }
        return new LeafNames(subject(commonName(upstream)), new GeneralNames(names.toArray(GeneralName[]::new)));
    }

    private static void add(List<GeneralName> names, int type, String text) {
        if (type == DNS) {
            names.add(new GeneralName(GeneralName.dNSName, text));
        } else if (type == ADDRESS) {
            byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(text);
            if (bytes != null) {
                names.add(new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes)));
            }
        }
    }

    private static String commonName(X509Certificate upstream) {
        X500Name name = X500Name.getInstance(upstream.getSubjectX500Principal().getEncoded());
        RDN[] found = name.getRDNs(BCStyle.CN);
        return found.length == 0
                ? ""
                : IETFUtils.valueToString(found[found.length - 1].getFirst().getValue());
    }

    private static X500Name subject(String commonName) {
        X500NameBuilder builder = new X500NameBuilder(BCStyle.INSTANCE);
        if (!commonName.isEmpty() && commonName.length() <= MAX_COMMON_NAME_CHARS) {
            builder.addRDN(BCStyle.CN, commonName);
        }
        return builder.build();
    }
}
