package dev.sekisho.control.web;

import dev.sekisho.control.ControlOptions;
import dev.sekisho.control.TlsIdentity;
import dev.sekisho.control.access.Operation.Side;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLHostConfigCertificate.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/** The listeners: TLS by the modern profile, requests on virtual threads, strict limits. */
final class Listeners {
    private static final List<String> CIPHERS_13 =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> CIPHERS = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_HEADERS = 64;
    private static final int MAX_CONNECTIONS = 2_000;
    private static final int IDLE_MILLIS = 30_000;

    private final ControlOptions options;
    private @Nullable Connector customers;
    private @Nullable Connector operators;

    Listeners(ControlOptions options) {
        this.options = options;
    }

    /** The server with its listeners, not started. */
    TomcatServletWebServerFactory factory() {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        factory.setPort(options.listen().getPort());
        factory.setAddress(options.listen().getAddress());
        factory.setRegisterDefaultServlet(false);
        factory.setDisableMBeanRegistry(true);
        factory.setBackgroundProcessorDelay(-1);
        factory.addConnectorCustomizers(connector -> {
            harden(connector, options.tls());
            customers = connector;
        });
        factory.addContextCustomizers(context -> {
            context.setUseRelativeRedirects(true);
            context.getParent().getPipeline().addValve(new QuietErrorValve());
            context.getPipeline()
                    .addValve(new Arrival(connector -> connector == operators ? Side.OPERATORS : Side.CUSTOMERS));
        });
        options.operatorListen().ifPresent(address -> {
            Connector connector = new Connector(new Http11NioProtocol());
            connector.setPort(address.getPort());
            ((AbstractProtocol<?>) connector.getProtocolHandler()).setAddress(address.getAddress());
            harden(connector, options.tls());
            operators = connector;
            factory.addAdditionalConnectors(connector);
        });
        return factory;
    }

    /** Where customers come in. */
    InetSocketAddress address() {
        return bound(options.listen(), customers);
    }

    /** Where operators come in. */
    InetSocketAddress operatorAddress() {
        return options.operatorListen()
                .map(address -> bound(address, operators))
                .orElseGet(this::address);
    }

    /** The side of the listener that a request came in by; empty if there is only one listener. */
    Optional<Side> side(HttpServletRequest request) {
        if (options.operatorListen().isEmpty()) {
            return Optional.empty();
        }
        if (request.getAttribute(Arrival.ATTRIBUTE) instanceof Side side) {
            return Optional.of(side);
        }
        throw new IllegalStateException("a request came in by no listener");
    }

    private static InetSocketAddress bound(InetSocketAddress wanted, @Nullable Connector connector) {
        int port = connector == null ? wanted.getPort() : connector.getLocalPort();
        return new InetSocketAddress(wanted.getAddress(), port);
    }

    private static void harden(Connector connector, TlsIdentity tls) {
        connector.setXpoweredBy(false);
        connector.setAllowTrace(false);
        connector.setMaxPostSize(ControlOptions.MAX_BODY_BYTES);
        connector.setMaxParameterCount(100);
        connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(MAX_HEADER_BYTES));
        connector.setProperty("maxHeaderCount", Integer.toString(MAX_HEADERS));
        connector.setProperty("maxConnections", Integer.toString(MAX_CONNECTIONS));
        connector.setProperty("connectionTimeout", Integer.toString(IDLE_MILLIS));
        connector.setProperty("keepAliveTimeout", Integer.toString(IDLE_MILLIS));
        // The console's files come compressed already, and HTTP/1.1 alone: see the decision about the console's
        // protocol.
        connector.setProperty("compression", "off");
        if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        }
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        SSLHostConfig host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCiphers(String.join(":", CIPHERS));
        host.setCipherSuites(String.join(":", CIPHERS_13));
        host.setHonorCipherOrder(false);
        SSLHostConfigCertificate certificate = new SSLHostConfigCertificate(host, Type.UNDEFINED);
        certificate.setCertificateKeystore(keyStore(tls));
        certificate.setCertificateKeystorePassword("");
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
    }

    private static KeyStore keyStore(TlsIdentity tls) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("control", tls.key(), new char[0], tls.chain().toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the listener's key does not belong to its certificate", e);
        }
    }
}
