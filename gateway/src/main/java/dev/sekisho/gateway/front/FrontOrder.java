package dev.sekisho.gateway.front;

import dev.sekisho.policy.url.Network;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a front process is told, on its standard input: never in arguments, the environment or a file, which others can read.
 * Form: {@link DataOutputStream}'s, in the order of the members; byte strings with their length in four bytes before them.
 *
 * @param place where it stands
 * @param key the listener's RSA key
 * @param chain its certificate and those above it
 */
public record FrontOrder(FrontPlace place, PrivateKey key, List<X509Certificate> chain) {
    private static final int VERSION = 1;
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_ITEMS = 1_000;

    /** Takes a copy. */
    public FrontOrder {
        chain = List.copyOf(chain);
    }

    /** Writes it. */
    public void write(DataOutputStream out) throws IOException {
        try {
            out.writeInt(VERSION);
            bytes(out, place.listen().getAddress().getAddress());
            out.writeInt(place.listen().getPort());
            out.writeInt(place.balancers().size());
            for (Network each : place.balancers()) {
                out.writeUTF(each.toString());
            }
            out.writeUTF(place.socket().toString());
            bytes(out, place.password().bytes());
            out.writeInt(place.connections());
            bytes(out, key.getEncoded());
            out.writeInt(chain.size());
            for (X509Certificate each : chain) {
                bytes(out, each.getEncoded());
            }
            out.flush();
        } catch (GeneralSecurityException e) {
            throw new IOException("a certificate that has no form", e);
        }
    }

    /** Reads one; never more than its own bytes. */
    public static FrontOrder read(DataInputStream in) throws IOException {
        try {
            if (in.readInt() != VERSION) {
                throw new IOException("an order of another release");
            }
            InetAddress address = InetAddress.getByAddress(bytes(in));
            int port = in.readInt();
            List<Network> balancers = new ArrayList<>();
            for (int left = count(in); left > 0; left--) {
                balancers.add(Network.parse(in.readUTF()));
            }
            Path socket = Path.of(in.readUTF());
            FrontPassword password = new FrontPassword(bytes(in));
            int connections = in.readInt();
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes(in)));
            CertificateFactory certificates = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (int left = count(in); left > 0; left--) {
                chain.add((X509Certificate) certificates.generateCertificate(new ByteArrayInputStream(bytes(in))));
            }
            FrontPlace place =
                    new FrontPlace(new InetSocketAddress(address, port), balancers, socket, password, connections);
            return new FrontOrder(place, key, chain);
        } catch (GeneralSecurityException e) {
            throw new IOException("an order without a usable key", e);
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_ITEMS) {
            throw new IOException("an order with " + count + " items");
        }
        return count;
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("an order with a member of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
