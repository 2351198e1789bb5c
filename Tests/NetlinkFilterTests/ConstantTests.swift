import CLinux
import Netlink
import NetlinkFilter
import Testing

/// The numbers of this module, against the headers of the machine that builds the tests.
struct ConstantTests {
  @Test func attributesAreThoseOfTheHeader() {
    #expect(
      FilterTableAttribute.allCases.map { Int($0.rawValue) }
        == [
          NFTA_TABLE_NAME, NFTA_TABLE_FLAGS, NFTA_TABLE_USE, NFTA_TABLE_HANDLE, NFTA_TABLE_PAD,
          NFTA_TABLE_USERDATA, NFTA_TABLE_OWNER,
        ].map { Int($0.rawValue) })
    #expect(
      FilterChainAttribute.allCases.map { Int($0.rawValue) }
        == [
          NFTA_CHAIN_TABLE, NFTA_CHAIN_HANDLE, NFTA_CHAIN_NAME, NFTA_CHAIN_HOOK, NFTA_CHAIN_POLICY,
          NFTA_CHAIN_USE, NFTA_CHAIN_TYPE, NFTA_CHAIN_COUNTERS, NFTA_CHAIN_PAD, NFTA_CHAIN_FLAGS,
          NFTA_CHAIN_ID, NFTA_CHAIN_USERDATA,
        ].map { Int($0.rawValue) })
    #expect(
      FilterHookAttribute.allCases.map { Int($0.rawValue) }
        == [
          NFTA_HOOK_HOOKNUM, NFTA_HOOK_PRIORITY, NFTA_HOOK_DEV, NFTA_HOOK_DEVS,
        ].map { Int($0.rawValue) })
    #expect(
      FilterRuleAttribute.allCases.map { Int($0.rawValue) }
        == [
          NFTA_RULE_TABLE, NFTA_RULE_CHAIN, NFTA_RULE_HANDLE, NFTA_RULE_EXPRESSIONS,
          NFTA_RULE_COMPAT, NFTA_RULE_POSITION, NFTA_RULE_USERDATA, NFTA_RULE_PAD, NFTA_RULE_ID,
          NFTA_RULE_POSITION_ID, NFTA_RULE_CHAIN_ID,
        ].map { Int($0.rawValue) })
    #expect(
      FilterSetAttribute.allCases.map { Int($0.rawValue) }
        == [
          NFTA_SET_TABLE, NFTA_SET_NAME, NFTA_SET_FLAGS, NFTA_SET_KEY_TYPE, NFTA_SET_KEY_LEN,
          NFTA_SET_DATA_TYPE, NFTA_SET_DATA_LEN, NFTA_SET_POLICY, NFTA_SET_DESC, NFTA_SET_ID,
          NFTA_SET_TIMEOUT, NFTA_SET_GC_INTERVAL, NFTA_SET_USERDATA, NFTA_SET_PAD,
          NFTA_SET_OBJ_TYPE, NFTA_SET_HANDLE, NFTA_SET_EXPR, NFTA_SET_EXPRESSIONS,
        ].map { Int($0.rawValue) })
    #expect(
      FilterElementAttribute.allCases.map { Int($0.rawValue) }
        == [
          NFTA_SET_ELEM_KEY, NFTA_SET_ELEM_DATA, NFTA_SET_ELEM_FLAGS, NFTA_SET_ELEM_TIMEOUT,
          NFTA_SET_ELEM_EXPIRATION, NFTA_SET_ELEM_USERDATA, NFTA_SET_ELEM_EXPR, NFTA_SET_ELEM_PAD,
          NFTA_SET_ELEM_OBJREF, NFTA_SET_ELEM_KEY_END, NFTA_SET_ELEM_EXPRESSIONS,
        ].map { Int($0.rawValue) })
    #expect(
      FilterElementsAttribute.allCases.map { Int($0.rawValue) }
        == [
          NFTA_SET_ELEM_LIST_TABLE, NFTA_SET_ELEM_LIST_SET, NFTA_SET_ELEM_LIST_ELEMENTS,
          NFTA_SET_ELEM_LIST_SET_ID,
        ].map { Int($0.rawValue) })
  }

  @Test func messagesAreThoseOfTheHeader() {
    let tables = [
      (MessageType.newTable, NFT_MSG_NEWTABLE), (.getTable, NFT_MSG_GETTABLE),
      (.deleteTable, NFT_MSG_DELTABLE), (.newChain, NFT_MSG_NEWCHAIN),
      (.getChain, NFT_MSG_GETCHAIN), (.deleteChain, NFT_MSG_DELCHAIN),
      (.newFilterRule, NFT_MSG_NEWRULE), (.getFilterRule, NFT_MSG_GETRULE),
      (.deleteFilterRule, NFT_MSG_DELRULE), (.newSet, NFT_MSG_NEWSET), (.getSet, NFT_MSG_GETSET),
      (.deleteSet, NFT_MSG_DELSET), (.newElements, NFT_MSG_NEWSETELEM),
      (.getElements, NFT_MSG_GETSETELEM), (.deleteElements, NFT_MSG_DELSETELEM),
      (.newGeneration, NFT_MSG_NEWGEN), (.getGeneration, NFT_MSG_GETGEN),
    ]
    for (ours, theirs) in tables {
      #expect(UInt32(ours.rawValue) == UInt32(NFNL_SUBSYS_NFTABLES) << 8 | theirs.rawValue)
    }
    let connections = [
      (MessageType.newConnection, IPCTNL_MSG_CT_NEW), (.getConnection, IPCTNL_MSG_CT_GET),
      (.deleteConnection, IPCTNL_MSG_CT_DELETE),
    ]
    for (ours, theirs) in connections {
      #expect(UInt32(ours.rawValue) == UInt32(NFNL_SUBSYS_CTNETLINK) << 8 | theirs.rawValue)
    }
    #expect(Int(MessageType.batchBegin.rawValue) == Int(NFNL_MSG_BATCH_BEGIN))
    #expect(Int(MessageType.batchEnd.rawValue) == Int(NFNL_MSG_BATCH_END))
  }

  @Test func wordsAreThoseOfTheHeader() {
    #expect(FilterMetaKey.mark.rawValue == NFT_META_MARK.rawValue)
    #expect(FilterMetaKey.inputName.rawValue == NFT_META_IIFNAME.rawValue)
    #expect(FilterMetaKey.outputName.rawValue == NFT_META_OIFNAME.rawValue)
    #expect(FilterMetaKey.family.rawValue == NFT_META_NFPROTO.rawValue)
    #expect(FilterMetaKey.transport.rawValue == NFT_META_L4PROTO.rawValue)
    #expect(FilterHeader.link.rawValue == NFT_PAYLOAD_LL_HEADER.rawValue)
    #expect(FilterHeader.network.rawValue == NFT_PAYLOAD_NETWORK_HEADER.rawValue)
    #expect(FilterHeader.transport.rawValue == NFT_PAYLOAD_TRANSPORT_HEADER.rawValue)
    #expect(FilterConnectionKey.state.rawValue == NFT_CT_STATE.rawValue)
    #expect(FilterConnectionKey.status.rawValue == NFT_CT_STATUS.rawValue)
    #expect(FilterFIBResult.addressType.rawValue == NFT_FIB_RESULT_ADDRTYPE.rawValue)
    #expect(Int(FilterFIBFlags.destination.rawValue) == Int(NFTA_FIB_F_DADDR.rawValue))
    #expect(Int(FilterSetFlags.map.rawValue) == Int(NFT_SET_MAP.rawValue))
    #expect(Int(FilterSetFlags.concatenation.rawValue) == Int(NFT_SET_CONCAT.rawValue))
    #expect(FilterRegister.word(4).rawValue == UInt32(NFT_REG_2.rawValue))
    #expect(FilterRegister.word(5).rawValue == UInt32(NFT_REG32_05.rawValue))
    #expect(FilterNATFlags.fullyRandom.rawValue == UInt32(NF_NAT_RANGE_PROTO_RANDOM_FULLY))
    #expect(FilterSet.DataType.verdict.number == NFT_DATA_VERDICT.rawValue)
  }
}
