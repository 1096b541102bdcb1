package dev.sekisho.control;

import dev.sekisho.control.host.Stopping;
import dev.sekisho.control.web.ControlAddresses;
import dev.sekisho.control.web.WebConfiguration;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A running control plane. */
public final class Control implements AutoCloseable {
    private final AnnotationConfigServletWebServerApplicationContext context;
    private final ControlAddresses addresses;
    private final Stopping stopping;

    private Control(AnnotationConfigServletWebServerApplicationContext context) {
        this.context = context;
        this.addresses = context.getBean(ControlAddresses.class);
        this.stopping = context.getBean(Stopping.class);
    }

    /**
     * Starts listening; answers when every listener does.
     *
     * @throws SekishoException {@code PORT_TAKEN} if a listener's port is in use
     */
    public static Control start(ControlOptions options, ControlParts parts) {
        AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext();
        context.registerBean(ControlOptions.class, () -> options);
        context.registerBean(ControlParts.class, () -> parts);
        context.register(WebConfiguration.class);
        try {
            context.refresh();
        } catch (RuntimeException failed) {
            context.close();
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException taken) {
                    throw new SekishoException(
                            ErrorCode.PORT_TAKEN,
                            "Port " + taken.getPort()
                                    + " of the console is in use. Stop what uses it, or set control.listen.",
                            failed);
                }
            }
            throw failed;
        }
        return new Control(context);
    }

    /** Where customers come in. */
    public InetSocketAddress address() {
        return addresses.customers();
    }

    /** Where operators come in; the same as {@link #address} without a listener of their own. */
    public InetSocketAddress operatorAddress() {
        return addresses.operators();
    }

    /** Method and path of everything that answers, for comparison with the API description. */
    Set<String> handlers() {
        Set<String> handlers = new TreeSet<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(method ->
                                mapping.getPatternValues().forEach(path -> handlers.add(method + " " + path))));
        return handlers;
    }

    /** Ends live streams and exports, then the listeners; at most five seconds. */
    @Override
    public void close() {
        stopping.begin();
        context.close();
    }
}
