package dev.sekisho.app.demo;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * One customer of the demonstration, as its traffic sees it. Devices whose users sign in have addresses of a network of their
 * own; visitors come from the one address that needs no sign-in.
 *
 * @param name display name, by which the customer is found
 * @param network the first three bytes of the network of devices whose users sign in
 * @param visitors the address that needs no sign-in
 * @param caFile name of the file in the home folder with the customer's inspection certificate
 * @param people who signs in
 */
record DemoCustomer(String name, String network, String visitors, String caFile, List<DemoPerson> people) {
    private static final String JAPANESE = "ja,en;q=0.7";
    private static final String ENGLISH = "en-GB,en;q=0.9";

    /** Both. */
    static List<DemoCustomer> both() {
        return List.of(
                new DemoCustomer(
                        "Example Co.",
                        "127.1.0",
                        "127.0.0.1",
                        "inspection-ca.pem",
                        List.of(
                                person("haruka.sato@example.test", "佐藤 遥", JAPANESE, "sales"),
                                person("kenji.watanabe@example.test", "渡辺 健二", JAPANESE, "sales", "managers"),
                                person("mei.kobayashi@example.test", "小林 芽衣", JAPANESE, "engineering"),
                                person("oliver.grant@example.test", "Oliver Grant", ENGLISH, "engineering"),
                                person("yuki.mori@example.test", "森 由紀", JAPANESE, "finance"),
                                person("sofia.lindqvist@example.test", "Sofia Lindqvist", ENGLISH, "compliance"),
                                person("takumi.inoue@example.test", "井上 匠", JAPANESE, "support"))),
                new DemoCustomer(
                        "Sample School",
                        "127.2.0",
                        "127.0.0.2",
                        "inspection-ca-2.pem",
                        List.of(
                                person("a.fischer@sample.test", "Anna Fischer", ENGLISH, "teachers"),
                                person("m.okafor@sample.test", "Michael Okafor", ENGLISH, "teachers"),
                                person("pupil-17@sample.test", "Nina Weber", ENGLISH, "pupils"),
                                person("pupil-23@sample.test", "吉田 蓮", JAPANESE, "pupils"),
                                person("pupil-31@sample.test", "Tom Hughes", ENGLISH, "pupils"))));
    }

    private static DemoPerson person(String login, String name, String language, String... groups) {
        return new DemoPerson(login, name, List.of(groups), language);
    }

    /** The device of the person at a position. */
    InetAddress deviceOf(int person) {
        return address(network + "." + (11 + person));
    }

    /** The network of devices whose users sign in. */
    String signInNetwork() {
        return network + ".0/24";
    }

    /** The device of visitors. */
    InetAddress visitorsDevice() {
        return address(visitors);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + literal, e);
        }
    }
}
