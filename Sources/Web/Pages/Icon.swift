/// Small drawings beside words; they never stand for a word alone.
enum Icon: String {
    case search = "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16.2 16.2 21 21"
    case menu = "M4 6h16M4 12h16M4 18h16"
    case sun = """
        M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2 \
        M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4
        """
    case moon = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"
    case user = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c.6-4 4-6 8-6s7.4 2 8 6"
    case help = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1 1-1.1 1.8M12 16.5v.1"
    case scan = """
        M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 8v8 \
        M11 8v8M13.5 8v8M16 8v8
        """
    case more = """
        M4 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0zM11 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0zM18 12a1 1 0 1 0 2 0 1 1 0 0 0-2 0z
        """
    case save = "M5 4h11l3 3v13H5zM8 4v5h7V4M8 20v-6h8v6"
    case add = "M12 5v14M5 12h14"
    case edit = "M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4"
    case print = "M7 9V3h10v6M7 18H4V9h16v9h-3M7 14h10v7H7z"
    case download = "M12 4v11M7 10.5 12 15l5-4.5M4 20h16"
    case trash = "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5"
    case check = "M4 12.5 9.5 18 20 6.5"
    case close = "M6 6l12 12M18 6 6 18"
    case copy = "M9 9h11v11H9zM5 15H4V4h11v1"
    case camera = "M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z"
    case undo = "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3"
    case filter = "M4 5h16l-6 7.5V19l-4-2v-4.5z"
    case tag = "M4 4h8l8 8-8 8-8-8zM8 8v.1"
    case trace = """
        M6 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM6 16a2 2 0 1 0 0 4 2 2 0 0 0 0-4z \
        M18 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM6 8v8M8 6c5 0 5 6 8 6
        """
    case transfer = "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4"
    case shield = "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5"
    case truck = "M3 6h11v11H3zM14 10h4l3 3.5V17h-7M7 17a2 2 0 1 0 .1 0M17 17a2 2 0 1 0 .1 0"
    case box = "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8"
    case count = "M5 4h14v16H5zM9 9h6M9 13h6M9 17h3"
    case calendar = "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h.1M12 14h.1M16 14h.1M8 17h.1M12 17h.1"
    case key = "M15 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM11.5 12.5 4 20v1h3v-2h2v-2l3-3"
    case settings = """
        M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1 \
        M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1
        """

    var html: HTML {
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"\(rawValue)\"/></svg>"
    }
}
