public import Netlink

/// An element of a set or a map.
public struct FilterElement: Hashable, Sendable {
  public var key: [UInt8]
  /// The end of the key, in a set of intervals of concatenations.
  public var keyEnd: [UInt8]?
  /// What the key leads to, in a map.
  public var data: FilterData?
  /// `NFT_SET_ELEM_*`: 1 the end of an interval, 2 what matches all else.
  public var flags: UInt32 = 0
  public var userData = FilterUserData()
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(_ key: [UInt8], data: FilterData? = nil, comment: String? = nil) {
    self.key = key
    self.data = data
    if let comment { userData = FilterUserData(comment: comment, of: .element) }
  }

  public var comment: String? { userData.comment(of: .element) }

  init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    self.init([])
    while let attribute = try attributes.next() {
      switch FilterElementAttribute(rawValue: attribute.type) {
      case .key: key = try FilterData(attributes: attribute.nested).value
      case .data: data = try FilterData(attributes: attribute.nested)
      case .flags: flags = try attribute.bigEndian()
      case .userData: userData.bytes = attribute.payload.array
      case .keyEnd: keyEnd = try FilterData(attributes: attribute.nested).value
      case .padding: break
      default: unknown.append(UnknownAttribute(attribute))
      }
    }
  }

  func encode(into list: inout MessageEncoder) {
    list.nest(1) { element in  // NFTA_LIST_ELEM
      FilterData.value(key).encode(FilterElementAttribute.key.rawValue, into: &element)
      if let keyEnd {
        FilterData.value(keyEnd).encode(FilterElementAttribute.keyEnd.rawValue, into: &element)
      }
      data?.encode(FilterElementAttribute.data.rawValue, into: &element)
      if flags != 0 { element.attribute(FilterElementAttribute.flags.rawValue, flags.bigEndian) }
      if !userData.bytes.isEmpty {
        element.attribute(FilterElementAttribute.userData.rawValue, bytes: userData.bytes)
      }
    }
  }
}

/// Some elements of a set (`NFT_MSG_NEWSETELEM`): the kernel puts as many into a message as fit.
public struct FilterElements: MessageDecodable, Hashable {
  public var family: FilterFamily
  public var table: String
  public var set: String
  public var elements: [FilterElement]

  public init(_ family: FilterFamily, _ table: String, _ set: String, _ elements: [FilterElement]) {
    self.family = family
    self.table = table
    self.set = set
    self.elements = elements
  }

  public init(payload: RawSpan) throws(MalformedMessage) {
    var attributes = try payload.filterAttributes()
    self.init(payload.filterFamily, "", "", [])
    while let attribute = try attributes.next() {
      switch FilterElementsAttribute(rawValue: attribute.type) {
      case .table: table = attribute.string
      case .set: set = attribute.string
      case .elements:
        var list = attribute.nested
        while let element = try list.next() {
          elements.append(try FilterElement(attributes: element.nested))
        }
      case .setID, nil: break
      }
    }
  }
}

/// `NFTA_SET_ELEM_*`.
package enum FilterElementAttribute: UInt16, CaseIterable {
  case key = 1  // NFTA_SET_ELEM_KEY
  case data = 2  // NFTA_SET_ELEM_DATA
  case flags = 3  // NFTA_SET_ELEM_FLAGS
  case timeout = 4  // NFTA_SET_ELEM_TIMEOUT
  case expiration = 5  // NFTA_SET_ELEM_EXPIRATION
  case userData = 6  // NFTA_SET_ELEM_USERDATA
  case expression = 7  // NFTA_SET_ELEM_EXPR
  case padding = 8  // NFTA_SET_ELEM_PAD
  case object = 9  // NFTA_SET_ELEM_OBJREF
  case keyEnd = 10  // NFTA_SET_ELEM_KEY_END
  case expressions = 11  // NFTA_SET_ELEM_EXPRESSIONS
}

/// `NFTA_SET_ELEM_LIST_*`.
package enum FilterElementsAttribute: UInt16, CaseIterable {
  case table = 1  // NFTA_SET_ELEM_LIST_TABLE
  case set = 2  // NFTA_SET_ELEM_LIST_SET
  case elements = 3  // NFTA_SET_ELEM_LIST_ELEMENTS
  case setID = 4  // NFTA_SET_ELEM_LIST_SET_ID
}
